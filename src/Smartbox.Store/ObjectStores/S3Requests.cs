using Amazon;

namespace Smartbox.Store.ObjectStores;

/// <summary>Sends requests until they succeed, fail for good, or the caller gives up.</summary>
internal sealed class S3Requests(
    ObjectStoreOptions options, S3Credentials credentials, S3HttpClientFactory http, TimeProvider time, RetryBackoff backoff)
{
    // A rotated key needs a moment to be known everywhere, and a mounted Secret up to a minute to change.
    private static readonly TimeSpan RefusalsAccepted = TimeSpan.FromMinutes(2);

    // A digest that does not match is a fault of the way; twice more is a fault of the endpoint.
    private const int DigestTries = 3;

    private readonly RequestCounter _counter = new();

    public RequestCounts Counts => _counter.Counts;

    /// <summary>Runs a request, again and again while that may help.</summary>
    /// <param name="requestClass">What it costs.</param>
    /// <param name="what">Object, for messages.</param>
    /// <param name="send">Sends it once; its token also ends with the limit of one request.</param>
    /// <param name="cancellationToken">Ends the call: with the last fault where there was one.</param>
    public async Task<T> RunAsync<T>(RequestClass requestClass, string what, Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        var failures = 0;
        var badDigests = 0;
        long? refusedSince = null;
        ObjectStoreException? fault = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _counter.Add(requestClass);
            try
            {
                using var limit = new CancellationTokenSource(options.RequestTimeout, time);
                using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
                return await send(linked.Token);
            }
            catch (Exception e) when (cancellationToken.IsCancellationRequested)
            {
                // Whatever a request that is torn down ends with: a cancellation, or a broken connection.
                throw fault as Exception ?? new OperationCanceledException("The request was given up.", e, cancellationToken);
            }
            catch (Exception e)
            {
                var kind = S3Faults.Classify(e);
                fault = ToException(kind, what, e);
                switch (kind)
                {
                    case S3Fault.Transient:
                        break;
                    case S3Fault.ClockSkew when http.ClockOffset is { } offset:
                        // The SDK corrects its clock only in its own retries, which are off.
                        AWSConfigs.ManualClockCorrection = offset;
                        goto case S3Fault.Refused;
                    case S3Fault.ClockSkew:
                    case S3Fault.Refused:
                        credentials.Reload();
                        refusedSince ??= time.GetTimestamp();
                        if (time.GetElapsedTime(refusedSince.Value) >= RefusalsAccepted)
                        {
                            throw fault;
                        }

                        break;
                    case S3Fault.BadDigest when ++badDigests < DigestTries:
                        break;
                    default:
                        throw fault;
                }
            }

            try
            {
                await Task.Delay(backoff.After(failures++), time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                throw fault;
            }
        }
    }

    private ObjectStoreException ToException(S3Fault kind, string what, Exception e) => kind switch
    {
        S3Fault.NotFound => new ObjectStoreException(ObjectStoreError.NotFound, $"There is no object '{what}' in the bucket '{options.Bucket}'.", e),
        S3Fault.BucketNotFound => new ObjectStoreException(ObjectStoreError.BucketNotFound, $"There is no bucket '{options.Bucket}' at {options.Endpoint}.", e),
        S3Fault.Refused => new ObjectStoreException(ObjectStoreError.AccessDenied, $"The bucket '{options.Bucket}' refuses the credentials: {e.Message}", e),
        S3Fault.ClockSkew => new ObjectStoreException(
            ObjectStoreError.AccessDenied, $"The bucket '{options.Bucket}' refuses requests because this machine's clock is wrong.", e),
        S3Fault.BadDigest => new ObjectStoreException(ObjectStoreError.Corrupted, $"'{what}' does not arrive in the bucket as it was sent: {e.Message}", e),
        S3Fault.Transient => new ObjectStoreException(
            ObjectStoreError.Unavailable, $"The bucket '{options.Bucket}' at {options.Endpoint} does not answer as it should: {e.Message}", e),
        _ => new ObjectStoreException(ObjectStoreError.Other, $"The bucket '{options.Bucket}' refuses the request for '{what}': {e.Message}", e),
    };
}
