using Smartbox.Store.ObjectStores;

namespace Smartbox.Store.Repositories;

/// <summary>Fills packs and uploads them in the background, at most two at once. Safe for concurrent use.</summary>
/// <remarks>
/// Nothing that was taken is lost by a failure: a pack whose upload failed, or was cancelled with its caller, stays in memory and is sent again by the next
/// call. The failure itself is thrown once, to whoever calls next. At most four buffers exist: one pack of data and one of trees being filled, two on the way.
/// </remarks>
internal sealed class PackWriter(IObjectStore store, BlobCodecPool codecs) : IDisposable
{
    // Cut points average 256 KiB, so packs come out between 8 and 9 MiB.
    private const int TargetLength = 8 * 1024 * 1024;
    private const int BufferLength = 9 * 1024 * 1024;
    private const int MaximumUploads = 2;

    // Guards all below.
    private readonly SemaphoreSlim _gate = new(1);
    private readonly PackBuilder?[] _open = new PackBuilder?[2];
    private readonly List<PackUpload> _uploads = [];
    private readonly List<StoredPack> _stored = [];
    private readonly Stack<byte[]> _buffers = [];

    private long _uploadedBytes;

    public long UploadedBytes => Interlocked.Read(ref _uploadedBytes);

    /// <summary>Adds a sealed blob to the open pack of its type. When this throws, the blob was not added.</summary>
    public async Task AppendAsync(BlobType type, BlobId id, ReadOnlyMemory<byte> sealedBlob, int plainLength, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ResendFailed(cancellationToken);
            if (_open[(int)type] is { } full && (full.Length >= TargetLength || !full.Fits(sealedBlob.Length)))
            {
                await SendAsync(type, cancellationToken);
            }

            var pack = _open[(int)type] ??= new PackBuilder(TakeBuffer(sealedBlob.Length));
            pack.Add(type, id, sealedBlob.Span, plainLength);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Sends all open packs and waits until every pack is in the store.</summary>
    /// <returns>The packs that are stored and not yet <see cref="ForgetAsync">forgotten</see>.</returns>
    public async Task<IReadOnlyList<StoredPack>> DrainAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ResendFailed(cancellationToken);
            for (var type = 0; type < _open.Length; type++)
            {
                if (_open[type] is not null)
                {
                    await SendAsync((BlobType)type, cancellationToken);
                }
            }

            while (_uploads.Count > 0)
            {
                await CollectAsync(cancellationToken);
            }

            _buffers.Clear();
            return [.. _stored];
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Drops packs that an index now names.</summary>
    public async Task ForgetAsync(IReadOnlyCollection<StoredPack> packs, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _stored.RemoveAll(packs.Contains);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private byte[] TakeBuffer(int sealedLength)
    {
        // A blob that is larger than a pack gets a pack of its own.
        var needed = PackBuilder.LengthFor(sealedLength);
        return needed <= BufferLength && _buffers.TryPop(out var buffer)
            ? buffer
            : GC.AllocateUninitializedArray<byte>(Math.Max(needed, BufferLength));
    }

    private async Task SendAsync(BlobType type, CancellationToken cancellationToken)
    {
        while (_uploads.Count >= MaximumUploads)
        {
            await CollectAsync(cancellationToken);
        }

        var upload = new PackUpload(_open[(int)type]!, UploadAsync);
        _open[(int)type] = null;
        _uploads.Add(upload);
        upload.Start(cancellationToken);
    }

    /// <summary>Waits for one upload to end, and takes in all that have.</summary>
    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(_uploads.Select(u => u.Task)).WaitAsync(cancellationToken);
        foreach (var upload in _uploads.Where(u => u.Task.IsCompleted).ToList())
        {
            if (upload.WasGivenUp && !cancellationToken.IsCancellationRequested)
            {
                upload.Start(cancellationToken);
                continue;
            }

            upload.WasReported = true;
            await upload.Task;
            _uploads.Remove(upload);
            _stored.Add(new StoredPack(upload.Pack.Id, upload.Pack.Entries));
            if (upload.Pack.Buffer.Length == BufferLength)
            {
                _buffers.Push(upload.Pack.Buffer);
            }
        }
    }

    /// <summary>Starts again what failed and whose failure was thrown to a caller.</summary>
    private void ResendFailed(CancellationToken cancellationToken)
    {
        foreach (var upload in _uploads.Where(u => u.WasGivenUp || (u.HasFailed && u.WasReported)))
        {
            upload.Start(cancellationToken);
        }
    }

    private async Task UploadAsync(PackBuilder pack, CancellationToken cancellationToken)
    {
        if (!pack.IsFinished)
        {
            using var lease = codecs.Rent();
            pack.Finish(lease.Codec.Box);
        }

        await store.PutAsync(RepositoryKeys.Pack(pack.Id), pack.Content, ifAbsent: false, cancellationToken);
        Interlocked.Add(ref _uploadedBytes, pack.Content.Length);
    }
}
