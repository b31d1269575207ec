using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Smartbox.Store.Snapshots.Changes;

/// <summary>
/// What the last snapshot looked like, read from a file folder by folder: 200,000 files need memory only for the folders on the way.
/// A missing, damaged or foreign file is an empty cache.
/// </summary>
internal sealed class ChangeCache : IDisposable
{
    private readonly SafeFileHandle? _file;
    private readonly Dictionary<UInt128, (long Offset, int Length)> _folders = [];

    private ChangeCache()
    {
    }

    private ChangeCache(SafeFileHandle file, CacheSummary summary, ReadOnlySpan<byte> index)
    {
        _file = file;
        Summary = summary;
        _folders.EnsureCapacity(index.Length / CacheFormat.IndexEntryLength);
        for (; index.Length > 0; index = index[CacheFormat.IndexEntryLength..])
        {
            _folders[BinaryPrimitives.ReadUInt128LittleEndian(index)] =
                (BinaryPrimitives.ReadInt64LittleEndian(index[16..]), BinaryPrimitives.ReadInt32LittleEndian(index[24..]));
        }
    }

    /// <summary>The snapshot; null when the cache knows none.</summary>
    public CacheSummary? Summary { get; }

    public static ChangeCache Open(string folder, string repositoryId)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(Path.Combine(folder, CacheFormat.FileName));
            if (Read(file, repositoryId) is { } cache)
                return cache;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or IndexOutOfRangeException)
        {
            // A cache that cannot be read is no cache: everything is read again.
        }

        file?.Dispose();
        return new ChangeCache();
    }

    /// <summary>What is known of a folder; null when nothing is.</summary>
    public KnownFolder? Find(ReadOnlySpan<byte> path)
    {
        if (_file is null || !_folders.TryGetValue(CacheFormat.KeyOf(path), out var place))
            return null;
        var record = new byte[place.Length];
        try
        {
            if (RandomAccess.Read(_file, record, place.Offset) != record.Length
                || BinaryPrimitives.ReadUInt32LittleEndian(record) != CacheFormat.Checksum(record.AsSpan(4)))
            {
                return null;
            }

            return CacheFormat.ReadFolder(record.AsSpan(4));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _file?.Dispose();

    private static ChangeCache? Read(SafeFileHandle file, string repositoryId)
    {
        var length = RandomAccess.GetLength(file);
        var trailer = new byte[CacheFormat.TrailerLength];
        var trailerOffset = length - trailer.Length;
        if (trailerOffset < CacheFormat.Magic.Length || RandomAccess.Read(file, trailer, trailerOffset) != trailer.Length)
            return null;
        var magic = new byte[CacheFormat.Magic.Length];
        RandomAccess.Read(file, magic, 0);
        var indexOffset = BinaryPrimitives.ReadInt64LittleEndian(trailer);
        var indexLength = BinaryPrimitives.ReadInt32LittleEndian(trailer.AsSpan(8));
        var summaryLength = BinaryPrimitives.ReadInt32LittleEndian(trailer.AsSpan(12));
        if (!magic.AsSpan().SequenceEqual(CacheFormat.Magic) || indexLength < 0 || summaryLength < 0
            || indexOffset < 0 || indexOffset + indexLength + summaryLength != trailerOffset)
        {
            return null;
        }

        var tail = new byte[indexLength + summaryLength];
        if (RandomAccess.Read(file, tail, indexOffset) != tail.Length || !SHA256.HashData(tail).AsSpan().SequenceEqual(trailer.AsSpan(16)))
            return null;
        var summary = CacheFormat.ReadSummary(tail.AsSpan(indexLength));
        return summary.RepositoryId == repositoryId ? new ChangeCache(file, summary, tail.AsSpan(0, indexLength)) : null;
    }
}
