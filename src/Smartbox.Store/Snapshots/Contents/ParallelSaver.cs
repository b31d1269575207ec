using System.Collections.Concurrent;
using Smartbox.Store.Repositories;

namespace Smartbox.Store.Snapshots.Contents;

/// <summary>Saves the chunks of one large file on several threads and keeps their order. Its buffers are its own and few.</summary>
internal sealed class ParallelSaver(IRepository repository)
{
    private const int MostInFlight = 4;
    private const int KeptBuffer = 1 << 20;

    private readonly Queue<Task<BlobId>> _inFlight = new(MostInFlight);
    private readonly ConcurrentBag<byte[]> _buffers = [];

    public bool IsIdle => _inFlight.Count == 0;

    /// <summary>Begins to save a copy of a chunk; ids of earlier ones are appended as their turn comes.</summary>
    public async ValueTask SaveAsync(ReadOnlyMemory<byte> chunk, List<BlobId> blobs, CancellationToken cancellationToken)
    {
        if (_inFlight.Count == MostInFlight)
            blobs.Add(await _inFlight.Dequeue());
        var length = chunk.Length;
        if (!_buffers.TryTake(out var buffer) || buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<byte>(Math.Max(length, KeptBuffer));
        chunk.CopyTo(buffer);
        _inFlight.Enqueue(Task.Run(() => SaveBufferAsync(buffer, length, cancellationToken), CancellationToken.None));
    }

    /// <summary>Waits for all that was begun.</summary>
    public async ValueTask FinishAsync(List<BlobId> blobs)
    {
        while (_inFlight.TryDequeue(out var save))
            blobs.Add(await save);
    }

    /// <summary>Waits for all that was begun, whatever becomes of it: the error that is on its way says enough.</summary>
    public async ValueTask AbandonAsync()
    {
        while (_inFlight.TryDequeue(out var save))
            await ((Task)save).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<BlobId> SaveBufferAsync(byte[] buffer, int length, CancellationToken cancellationToken)
    {
        try
        {
            return await repository.SaveBlobAsync(BlobType.Data, buffer.AsMemory(0, length), cancellationToken);
        }
        finally
        {
            if (buffer.Length <= KeptBuffer)
                _buffers.Add(buffer);
        }
    }
}
