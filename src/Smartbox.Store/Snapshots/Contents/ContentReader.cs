using Microsoft.Win32.SafeHandles;
using Smartbox.Store.Files;
using Smartbox.Store.Repositories;

namespace Smartbox.Store.Snapshots.Contents;

/// <summary>Reads files into a repository through one buffer of its own, which is as long as the longest chunk.</summary>
internal sealed class ContentReader(IRepository repository)
{
    private const int ReadAtOnce = 1 << 20;

    private readonly ParallelSaver _saver = new(repository);
    private readonly ulong[] _gear = GearTable.Create(repository.Id);
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(ChunkPlan.Maximum);
    private BlobId? _zeros;

    /// <summary>Stores the first <paramref name="size"/> bytes of a file, or as many as it has.</summary>
    public async Task<StoredContent> StoreAsync(SafeFileHandle file, long size, ChunkPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            return await StoreChunksAsync(file, size, plan, cancellationToken);
        }
        catch
        {
            await _saver.AbandonAsync();
            throw;
        }
    }

    private async Task<StoredContent> StoreChunksAsync(SafeFileHandle file, long size, ChunkPlan plan, CancellationToken cancellationToken)
    {
        var blobs = new List<BlobId>((int)Math.Min(1 << 16, (size >> 18) + 1));
        var finder = new ChunkFinder(_gear, plan);
        long offset = 0;
        var start = 0;
        var filled = 0;
        var isAll = size == 0;
        var dataEnd = 0L;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (start == filled)
            {
                start = filled = 0;
                if (offset >= dataEnd)
                {
                    while (IsHole(file, offset, size, out dataEnd))
                    {
                        await _saver.FinishAsync(blobs);
                        blobs.Add(await StoreZerosAsync(cancellationToken));
                        offset += ChunkPlan.Maximum;
                    }
                }
            }

            if (!isAll && filled < _buffer.Length)
            {
                var wanted = (int)Math.Min(Math.Min(ReadAtOnce, _buffer.Length - filled), size - offset);
                var read = wanted == 0 ? 0 : Folder.Read(file, _buffer.AsSpan(filled, wanted), offset);
                filled += read;
                offset += read;
                isAll = read == 0 || offset == size;
            }

            int length;
            while (start < filled && (length = finder.Find(_buffer.AsSpan(start, filled - start), isAll)) > 0)
            {
                var chunk = _buffer.AsMemory(start, length);
                start += length;
                if (isAll && start == filled && blobs.Count == 0 && _saver.IsIdle)
                    blobs.Add(await repository.SaveBlobAsync(BlobType.Data, chunk, cancellationToken));
                else
                    await _saver.SaveAsync(chunk, blobs, cancellationToken);
            }

            if (isAll)
            {
                await _saver.FinishAsync(blobs);
                return new StoredContent([.. blobs], offset);
            }

            if (start > 0 && filled == _buffer.Length)
            {
                _buffer.AsSpan(start, filled - start).CopyTo(_buffer);
                filled -= start;
                start = 0;
            }
        }
    }

    /// <summary>Whether at least a longest chunk of nothing follows: a sparse file of a terabyte is not read.</summary>
    /// <param name="file">File.</param>
    /// <param name="offset">Where.</param>
    /// <param name="size">End of what is stored.</param>
    /// <param name="dataEnd">Up to where it is useless to ask again.</param>
    private static bool IsHole(SafeFileHandle file, long offset, long size, out long dataEnd)
    {
        dataEnd = size;
        if (size - offset < ChunkPlan.Maximum)
            return false;
        var data = Libc.Seek(file, offset, Libc.SeekData);
        if (data < 0)
            return Libc.Errno == Libc.NoDeviceOrAddress;
        if (data - offset >= ChunkPlan.Maximum)
            return true;
        var hole = Libc.Seek(file, data, Libc.SeekHole);
        dataEnd = hole < 0 ? size : hole;
        return false;
    }

    private async Task<BlobId> StoreZerosAsync(CancellationToken cancellationToken)
    {
        if (_zeros is { } known)
            return known;
        Array.Clear(_buffer);
        _zeros = await repository.SaveBlobAsync(BlobType.Data, _buffer, cancellationToken);
        return _zeros.Value;
    }
}
