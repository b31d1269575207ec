namespace Smartbox.Store.Repositories;

/// <summary>The last few parts of packs that were read, still sealed. Blobs of a folder lie side by side, so the next one asked for is often there.</summary>
internal sealed class ReadWindows
{
    private const int MaximumWindows = 4;
    private const int DataReadAhead = 4 * 1024 * 1024;
    private const int TreeReadAhead = 1024 * 1024;
    private const int SequentialGap = 256 * 1024;

    // Guards the list; the newest is last.
    private readonly Lock _lock = new();
    private readonly List<Window> _windows = [];

    /// <summary>The sealed bytes of a blob, or nothing.</summary>
    public ReadOnlyMemory<byte> Find(BlobLocation location)
    {
        lock (_lock)
        {
            var window = _windows.FindLast(w => w.Pack == location.Pack && location.Offset >= w.Offset && location.End <= w.End);
            return window.Content.IsEmpty ? default : window.Content.Slice((int)(location.Offset - window.Offset), (int)location.Length);
        }
    }

    /// <summary>How much to read for a blob: more than the blob when trees are read, or when it follows what was read before.</summary>
    public int LengthToRead(BlobType type, BlobLocation location)
    {
        if (type == BlobType.Tree)
        {
            return Math.Max((int)location.Length, TreeReadAhead);
        }

        lock (_lock)
        {
            var follows = _windows.Exists(w => w.Pack == location.Pack && location.Offset >= w.Offset && location.Offset <= w.End + SequentialGap);
            return follows ? Math.Max((int)location.Length, DataReadAhead) : (int)location.Length;
        }
    }

    public void Add(BlobLocation location, ReadOnlyMemory<byte> content)
    {
        lock (_lock)
        {
            if (_windows.Count == MaximumWindows)
            {
                _windows.RemoveAt(0);
            }

            _windows.Add(new Window(location.Pack, location.Offset, content));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _windows.Clear();
        }
    }

    private readonly record struct Window(int Pack, uint Offset, ReadOnlyMemory<byte> Content)
    {
        public long End => Offset + (long)Content.Length;
    }
}
