using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Smartbox.Store.Snapshots.Changes;

/// <summary>Writes the cache of a snapshot that is being made; it replaces the old one when that snapshot is complete.</summary>
internal sealed class ChangeCacheWriter : IDisposable
{
    private readonly string _folder;
    private readonly FileStream _stream;
    private readonly ArrayBufferWriter<byte> _index = new();
    private ArrayBufferWriter<byte> _record = new(16 * 1024);
    private long _offset;

    public ChangeCacheWriter(string folder)
    {
        _folder = folder;
        _stream = new FileStream(TemporaryPath, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024);
        Write(CacheFormat.Magic);
    }

    private string TemporaryPath => Path.Combine(_folder, CacheFormat.FileName + ".new");

    public void Add(ReadOnlySpan<byte> path, KnownFolder folder)
    {
        if (_record.Capacity > 1 << 20)
            _record = new ArrayBufferWriter<byte>(16 * 1024);
        else
            _record.ResetWrittenCount();
        BinaryPrimitives.WriteUInt32LittleEndian(_record.GetSpan(4), 0);
        _record.Advance(4);
        CacheFormat.WriteFolder(folder, _record);
        var payload = _record.WrittenSpan[4..];
        Span<byte> checksum = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, CacheFormat.Checksum(payload));

        var entry = _index.GetSpan(CacheFormat.IndexEntryLength);
        BinaryPrimitives.WriteUInt128LittleEndian(entry, CacheFormat.KeyOf(path));
        BinaryPrimitives.WriteInt64LittleEndian(entry[16..], _offset);
        BinaryPrimitives.WriteInt32LittleEndian(entry[24..], payload.Length + 4);
        _index.Advance(CacheFormat.IndexEntryLength);
        Write(checksum);
        Write(payload);
    }

    /// <summary>Puts it into its place.</summary>
    public void Commit(CacheSummary summary)
    {
        var summaryBytes = CacheFormat.WriteSummary(summary);
        var trailer = new byte[CacheFormat.TrailerLength];
        BinaryPrimitives.WriteInt64LittleEndian(trailer, _offset);
        BinaryPrimitives.WriteInt32LittleEndian(trailer.AsSpan(8), _index.WrittenCount);
        BinaryPrimitives.WriteInt32LittleEndian(trailer.AsSpan(12), summaryBytes.Length);
        SHA256.HashData([.. _index.WrittenSpan, .. summaryBytes], trailer.AsSpan(16));
        Write(_index.WrittenSpan);
        Write(summaryBytes);
        Write(trailer);
        _stream.Flush();
        File.Move(TemporaryPath, Path.Combine(_folder, CacheFormat.FileName), overwrite: true);
    }

    public void Dispose()
    {
        _stream.Dispose();
        File.Delete(TemporaryPath);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _offset += bytes.Length;
    }
}
