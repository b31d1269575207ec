using System.Runtime.ExceptionServices;
using Smartbox.Store.ObjectStores;

namespace Smartbox.Store.Repositories;

/// <summary>Reads blobs: one by one through a small cache of neighbours, or many at once in the order of their packs. Safe for concurrent use.</summary>
internal sealed class BlobReader(IObjectStore store, BlobIndex index, BlobCodecPool codecs)
{
    /// <summary>No blob is larger: restic cuts files at 8 MiB, and a larger tree means a folder of hundreds of thousands of files.</summary>
    public const int MaximumBlob = 128 * 1024 * 1024;

    // A restore needs: per worker one segment, and one plaintext.
    private const int SegmentLength = 2 * 1024 * 1024;
    private const int Workers = 3;

    // Reading on across this costs less than another request.
    private const int AcceptedGap = 64 * 1024;

    private readonly ReadWindows _windows = new();

    public async Task<ReadOnlyMemory<byte>> LoadAsync(BlobType type, BlobId id, CancellationToken cancellationToken)
    {
        var location = Find(type, id);
        var box = _windows.Find(location);
        if (box.IsEmpty)
        {
            var wanted = _windows.LengthToRead(type, location);
            var window = new byte[wanted];
            var read = await ReadAsync(location.Pack, location.Offset, window, cancellationToken);
            box = window.AsMemory(0, (int)Math.Min(location.Length, read));
            _windows.Add(location, window.AsMemory(0, read));
        }

        var plaintext = new byte[location.ContentLength];
        Decode(type, id, location, box.Span, plaintext);
        return plaintext;
    }

    public async Task LoadManyAsync(
        BlobType type, IReadOnlyCollection<BlobId> ids, Func<BlobId, ReadOnlyMemory<byte>, CancellationToken, ValueTask> consume,
        CancellationToken cancellationToken)
    {
        var segments = Plan(type, ids);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var next = -1;
        ExceptionDispatchInfo? failure = null;
        var workers = Enumerable.Range(0, Math.Min(Workers, segments.Count)).Select(_ => Task.Run(WorkAsync, stop.Token)).ToList();
        try
        {
            await Task.WhenAll(workers);
        }
        catch
        {
            // The first failure, and not what the others made of being stopped.
            failure?.Throw();
            throw;
        }

        async Task WorkAsync()
        {
            byte[] raw = [];
            byte[] plaintext = [];
            try
            {
                for (int i; (i = Interlocked.Increment(ref next)) < segments.Count;)
                {
                    var segment = segments[i];
                    Grow(ref raw, segment.Length);
                    var read = await ReadAsync(segment.Pack, segment.Offset, raw.AsMemory(0, segment.Length), stop.Token);
                    foreach (var (id, location) in segment.Blobs)
                    {
                        Grow(ref plaintext, (int)location.ContentLength);
                        var content = plaintext.AsMemory(0, (int)location.ContentLength);
                        var begin = (int)(location.Offset - segment.Offset);
                        var box = raw.AsMemory(0, read)[Math.Min(begin, read)..Math.Min(begin + (int)location.Length, read)];
                        Decode(type, id, location, box.Span, content.Span);
                        await consume(id, content, stop.Token);
                    }
                }
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
                await stop.CancelAsync();
                throw;
            }
        }
    }

    /// <summary>Frees the cache.</summary>
    public void Clear() => _windows.Clear();

    private static void Grow(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = GC.AllocateUninitializedArray<byte>(Math.Max(length, SegmentLength));
        }
    }

    private List<Segment> Plan(BlobType type, IReadOnlyCollection<BlobId> ids)
    {
        var wanted = ids.Distinct().Select(id => (Id: id, Location: Find(type, id))).ToList();
        wanted.Sort((a, b) => (a.Location.Pack, a.Location.Offset).CompareTo((b.Location.Pack, b.Location.Offset)));

        List<Segment> segments = [];
        foreach (var blob in wanted)
        {
            if (segments.Count == 0 || !segments[^1].TryAdd(blob.Id, blob.Location, SegmentLength, AcceptedGap))
            {
                segments.Add(new Segment(blob.Id, blob.Location));
            }
        }

        return segments;
    }

    private BlobLocation Find(BlobType type, BlobId id) =>
        index.TryFind(type, id, out var location)
            ? location
            : throw new RepositoryException($"The {Name(type)} blob {id} is in no index.") { Blob = id };

    private void Decode(BlobType type, BlobId id, BlobLocation location, ReadOnlySpan<byte> box, Span<byte> plaintext)
    {
        using var lease = codecs.Rent();
        if (!lease.Codec.TryDecode(box, id, location, plaintext))
        {
            throw new RepositoryException(
                $"The {Name(type)} blob {id} is damaged: {location.Length} bytes at {location.Offset} of {RepositoryKeys.Pack(index.PackId(location.Pack))}.")
            {
                Blob = id,
            };
        }
    }

    private async Task<int> ReadAsync(int pack, uint offset, Memory<byte> target, CancellationToken cancellationToken)
    {
        var key = RepositoryKeys.Pack(index.PackId(pack));
        try
        {
            return await store.ReadAsync(key, offset, target, cancellationToken);
        }
        catch (ObjectStoreException e) when (e.Error == ObjectStoreError.NotFound)
        {
            throw new RepositoryException($"The pack {key} is missing.", e);
        }
    }

    private static string Name(BlobType type) => type == BlobType.Tree ? "tree" : "data";

    /// <summary>Blobs of a pack that are read with one request.</summary>
    private sealed class Segment(BlobId id, BlobLocation location)
    {
        private uint _end = location.End;

        public int Pack { get; } = location.Pack;

        public uint Offset { get; } = location.Offset;

        public int Length => (int)(_end - Offset);

        public List<(BlobId Id, BlobLocation Location)> Blobs { get; } = [(id, location)];

        public bool TryAdd(BlobId id, BlobLocation location, int maximumLength, int maximumGap)
        {
            var fits = location.Pack == Pack && location.Offset >= _end && location.Offset - _end <= maximumGap && location.End - Offset <= maximumLength;
            if (fits)
            {
                _end = location.End;
                Blobs.Add((id, location));
            }

            return fits;
        }
    }
}
