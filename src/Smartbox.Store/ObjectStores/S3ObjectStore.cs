using System.Net;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Smartbox.Store.ObjectStores;

/// <summary>A bucket of R2 or another S3-compatible store. Every object is one PUT; nothing is multipart.</summary>
/// <remarks>
/// The SDK's defaults do not do for R2: it sends streaming signatures with trailing checksums, which R2 refuses even with <c>WHEN_REQUIRED</c> unless
/// <c>UseChunkEncoding</c> is off as well (measured). Integrity is by Content-MD5, which the endpoint checks, and by the ETag, which we check.
/// </remarks>
internal sealed class S3ObjectStore : IObjectStore, IDisposable
{
    private const int MaximumLength = 64 * 1024 * 1024;
    private const int Md5HexLength = 32;

    private readonly ObjectStoreOptions _options;
    private readonly AmazonS3Client _client;
    private readonly S3Requests _requests;
    private readonly bool _isEncrypted;

    public S3ObjectStore(ObjectStoreOptions options, TimeProvider time, Func<double> random)
    {
        _options = options;
        _isEncrypted = options.Endpoint!.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        var credentials = new S3Credentials(options.CredentialsFolder!);
        var http = new S3HttpClientFactory();
        _requests = new S3Requests(options, credentials, http, time, new RetryBackoff(random));
        _client = new AmazonS3Client(credentials, new AmazonS3Config
        {
            ServiceURL = options.Endpoint,
            AuthenticationRegion = options.Region,
            ForcePathStyle = options.PathStyle,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            HttpClientFactory = http,
            IgnoreConfiguredEndpointUrls = true,
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            ThrottleRetries = false,
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        });
    }

    public long RequestCount => _requests.Counts.Total;

    public RequestCounts? Requests => _requests.Counts;

    public async Task<bool> PutAsync(string key, ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken)
    {
        ObjectKey.Check(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, MaximumLength);
        var md5 = MD5.HashData(content.Span);
        while (true)
        {
            var done = await _requests.RunAsync(RequestClass.Write, key, token => TryPutAsync(key, content, md5, ifAbsent, token), cancellationToken);

            if (done)
            {
                return true;
            }

            // The key is taken: perhaps by an earlier try of ours whose answer was lost. If it is free again by now, so is the way for another try.
            if (await HoldsAsync(key, content, md5, cancellationToken) is { } isOurs)
            {
                return isOurs;
            }
        }
    }

    public async Task<byte[]> GetAsync(string key, long offset, long? length, CancellationToken cancellationToken)
    {
        ObjectKey.Check(key);
        return length == 0
            ? []
            : await _requests.RunAsync(RequestClass.Read, key, token => GetOnceAsync(key, offset, length, token), cancellationToken);
    }

    public async Task<int> ReadAsync(string key, long offset, Memory<byte> target, CancellationToken cancellationToken)
    {
        ObjectKey.Check(key);
        return target.IsEmpty
            ? 0
            : await _requests.RunAsync(RequestClass.Read, key, token => ReadOnceAsync(key, offset, target, token), cancellationToken);
    }

    public async Task<long?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Check(key);
        return (await MetadataAsync(key, cancellationToken))?.ContentLength;
    }

    public async Task<IReadOnlyList<ObjectInfo>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        List<ObjectInfo> found = [];
        string? next = null;
        do
        {
            var request = new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = prefix, ContinuationToken = next };
            var page = await _requests.RunAsync(RequestClass.Write, prefix, token => _client.ListObjectsV2Async(request, token), cancellationToken);
            found.AddRange((page.S3Objects ?? []).Select(o => new ObjectInfo(o.Key, o.Size ?? 0)));
            if (page.IsTruncated == true && string.IsNullOrEmpty(page.NextContinuationToken))
            {
                throw new ObjectStoreException(ObjectStoreError.Other, $"The bucket '{_options.Bucket}' broke off a listing without saying where it goes on.");
            }

            next = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (next is not null);

        return found;
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Check(key);
        var request = new DeleteObjectRequest { BucketName = _options.Bucket, Key = key };
        try
        {
            await _requests.RunAsync(RequestClass.Delete, key, token => _client.DeleteObjectAsync(request, token), cancellationToken);
        }
        catch (ObjectStoreException e) when (e.Error == ObjectStoreError.NotFound)
        {
            // Some endpoints answer 404 where S3 answers 204.
        }
    }

    /// <summary>Sends an object with a digest that is not its own, as damage on the way would look. For <see cref="ObjectStoreProbe"/>.</summary>
    /// <returns>True when it was stored all the same.</returns>
    public async Task<bool> AcceptsWrongDigestAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Check(key);
        byte[] content = [1];
        var digest = MD5.HashData([2]);
        try
        {
            await _requests.RunAsync(RequestClass.Write, key, token => TryPutAsync(key, content, digest, ifAbsent: false, token), cancellationToken);
        }
        catch (ObjectStoreException e) when (e.Error == ObjectStoreError.Corrupted)
        {
            // Refused, or noticed by us at the ETag: only the first keeps damage out of the bucket.
        }

        return await HeadAsync(key, cancellationToken) is not null;
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Sends a PUT once; false when its condition does not hold.</summary>
    private async Task<bool> TryPutAsync(string key, ReadOnlyMemory<byte> content, byte[] md5, bool ifAbsent, CancellationToken cancellationToken)
    {
        using var stream = new ReadOnlyMemoryStream(content);
        var request = new PutObjectRequest
        {
            BucketName = _options.Bucket,
            Key = key,
            InputStream = stream,
            AutoCloseStream = false,
            UseChunkEncoding = false,
            MD5Digest = Convert.ToBase64String(md5),

            // TLS protects the body and Content-MD5 is signed; a second SHA-256 of it would add nothing. Without TLS the SDK insists.
            DisablePayloadSigning = _isEncrypted,
            IfNoneMatch = ifAbsent ? "*" : null,
        };
        try
        {
            var response = await _client.PutObjectAsync(request, cancellationToken);
            return IsDifferent(response.ETag, response.ServerSideEncryptionMethod, md5)
                ? throw new ObjectStoreException(ObjectStoreError.Corrupted, $"its ETag is {response.ETag}.")
                : true;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }

    private async Task<byte[]> GetOnceAsync(string key, long offset, long? length, CancellationToken cancellationToken)
    {
        using var response = await TryGetAsync(key, offset, length, cancellationToken);
        if (response is null)
        {
            return [];
        }

        var content = new byte[response.ContentLength];
        await response.ResponseStream.ReadExactlyAsync(content, cancellationToken);
        return content;
    }

    private async Task<int> ReadOnceAsync(string key, long offset, Memory<byte> target, CancellationToken cancellationToken)
    {
        using var response = await TryGetAsync(key, offset, target.Length, cancellationToken);
        if (response is null)
        {
            return 0;
        }

        var length = (int)Math.Min(target.Length, response.ContentLength);
        await response.ResponseStream.ReadExactlyAsync(target[..length], cancellationToken);
        return length;
    }

    /// <summary>Null when the range begins beyond the end.</summary>
    private async Task<GetObjectResponse?> TryGetAsync(string key, long offset, long? length, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = _options.Bucket, Key = key };
        if (offset > 0 || length is not null)
        {
            request.ByteRange = length is null ? new ByteRange($"bytes={offset}-") : new ByteRange(offset, offset + length.Value - 1);
        }

        GetObjectResponse response;
        try
        {
            response = await _client.GetObjectAsync(request, cancellationToken);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return null;
        }

        if (response.ContentLength is >= 0 and <= int.MaxValue && (request.ByteRange is null || response.HttpStatusCode == HttpStatusCode.PartialContent))
        {
            return response;
        }

        response.Dispose();
        throw new ObjectStoreException(ObjectStoreError.Other, "it answers a range with a whole object, or does not tell the length.");
    }

    private async Task<GetObjectMetadataResponse?> MetadataAsync(string key, CancellationToken cancellationToken)
    {
        var request = new GetObjectMetadataRequest { BucketName = _options.Bucket, Key = key };
        try
        {
            return await _requests.RunAsync(RequestClass.Read, key, token => _client.GetObjectMetadataAsync(request, token), cancellationToken);
        }
        catch (ObjectStoreException e) when (e.Error == ObjectStoreError.NotFound)
        {
            return null;
        }
    }

    /// <summary>Whether an object has this content; null when it is gone.</summary>
    private async Task<bool?> HoldsAsync(string key, ReadOnlyMemory<byte> content, byte[] md5, CancellationToken cancellationToken)
    {
        if (await MetadataAsync(key, cancellationToken) is not { } there)
        {
            return null;
        }

        if (there.ContentLength != content.Length)
        {
            return false;
        }

        if (IsMd5(there.ETag, there.ServerSideEncryptionMethod))
        {
            return !IsDifferent(there.ETag, there.ServerSideEncryptionMethod, md5);
        }

        var back = await GetAsync(key, 0, null, cancellationToken);
        return back.AsSpan().SequenceEqual(content.Span);
    }

    private static bool IsDifferent(string? etag, ServerSideEncryptionMethod? encryption, byte[] md5) =>
        IsMd5(etag, encryption) && !etag!.Trim('"').Equals(Convert.ToHexStringLower(md5), StringComparison.OrdinalIgnoreCase);

    /// <summary>An ETag is the MD5 of a single PUT, except where the bucket encrypts with keys of a key service: there it only looks like one.</summary>
    private static bool IsMd5(string? etag, ServerSideEncryptionMethod? encryption)
    {
        var isPlain = encryption is null || encryption == ServerSideEncryptionMethod.None || encryption == ServerSideEncryptionMethod.AES256;
        return isPlain && etag?.Trim('"') is { Length: Md5HexLength } hex && hex.All(char.IsAsciiHexDigit);
    }
}
