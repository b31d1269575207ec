using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Smartbox.Store.ObjectStores;

namespace Smartbox.Store.Repositories;

/// <summary>Index, snapshot and lock files: JSON, or 0x02 and a zstd frame of it, sealed; named by the SHA-256 of what is stored.</summary>
internal sealed class UnpackedFiles(IObjectStore store, BlobCodecPool codecs)
{
    private const byte CompressedMark = 2;
    private const int ParallelLoads = 8;
    private const int MaximumJson = 256 * 1024 * 1024;

    private long _uploadedBytes;

    public long UploadedBytes => Interlocked.Read(ref _uploadedBytes);

    /// <summary>Stores a file.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> SaveAsync(string folder, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        var box = Seal(json.Span);
        var id = Convert.ToHexStringLower(SHA256.HashData(box));
        await store.PutAsync(folder + id, box, ifAbsent: false, cancellationToken);
        Interlocked.Add(ref _uploadedBytes, box.Length);
        return id;
    }

    /// <summary>Stores a file and reads it back, so that what is acknowledged can be read.</summary>
    public async Task<string> SaveVerifiedAsync(string folder, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        var id = await SaveAsync(folder, json, cancellationToken);
        var back = await LoadAsync(folder, id, cancellationToken);
        return back.AsSpan().SequenceEqual(json.Span)
            ? id
            : throw new RepositoryException($"{folder}{id} was stored, but reads back differently.");
    }

    /// <summary>Reads a file: its name, its seal and its compression are checked.</summary>
    public async Task<byte[]> LoadAsync(string folder, string id, CancellationToken cancellationToken)
    {
        byte[] box;
        try
        {
            box = await store.GetAsync(folder + id, 0, null, cancellationToken);
        }
        catch (ObjectStoreException e) when (e.Error == ObjectStoreError.NotFound)
        {
            throw new RepositoryException($"{folder}{id} is missing.", e);
        }

        if (Convert.ToHexStringLower(SHA256.HashData(box)) != id)
        {
            throw new RepositoryException($"{folder}{id} is damaged: its content does not match its name.");
        }

        return Open(box) ?? throw new RepositoryException($"{folder}{id} is damaged: its seal is broken.");
    }

    public async Task<T> LoadAsync<T>(string folder, string id, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var json = await LoadAsync(folder, id, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new RepositoryException($"{folder}{id} is damaged: it is empty.");
        }
        catch (JsonException e)
        {
            throw new RepositoryException($"{folder}{id} is damaged: {e.Message}", e);
        }
    }

    /// <summary>Ids of the files in a folder. What is named otherwise is none of the repository's.</summary>
    public async Task<HashSet<string>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        var objects = await store.ListAsync(folder, cancellationToken);
        return [.. objects.Select(o => o.Key[folder.Length..]).Where(IsId)];
    }

    /// <summary>Loads files, several at once; the results are in the order of the ids.</summary>
    public static async Task<T[]> LoadAllAsync<T>(IEnumerable<string> ids, Func<string, CancellationToken, Task<T>> load, CancellationToken cancellationToken)
    {
        var all = ids.ToArray();
        var loaded = new T[all.Length];
        await Parallel.ForAsync(0, all.Length, new ParallelOptions { MaxDegreeOfParallelism = ParallelLoads, CancellationToken = cancellationToken },
            async (i, token) => loaded[i] = await load(all[i], token));
        return loaded;
    }

    public Task DeleteAsync(string folder, string id, CancellationToken cancellationToken) => store.DeleteAsync(folder + id, cancellationToken);

    private static bool IsId(string name) => name.Length == 2 * BlobId.Length && name.All(char.IsAsciiHexDigitLower);

    private byte[] Seal(ReadOnlySpan<byte> json)
    {
        using var lease = codecs.Rent();
        return lease.Codec.Box.SealCopy([CompressedMark, .. lease.Codec.Compress(json)]);
    }

    private byte[]? Open(byte[] box)
    {
        using var lease = codecs.Rent();
        if (lease.Codec.Box.OpenCopy(box) is not { Length: > 0 } content)
        {
            return null;
        }

        return content[0] switch
        {
            CompressedMark => ZstdCodec.Decompress(content.AsMemory(1), MaximumJson),
            (byte)'{' or (byte)'[' => content,
            _ => null,
        };
    }
}
