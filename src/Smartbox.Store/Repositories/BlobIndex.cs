namespace Smartbox.Store.Repositories;

/// <summary>Every indexed blob in memory, about 60 bytes each. Safe for concurrent use.</summary>
internal sealed class BlobIndex
{
    // Guards all below.
    private readonly Lock _lock = new();
    private readonly List<BlobId> _packs = [];
    private readonly Dictionary<BlobId, int> _packNumbers = [];
    private readonly Dictionary<BlobId, BlobLocation> _data = [];
    private readonly Dictionary<BlobId, BlobLocation> _trees = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _data.Count + _trees.Count;
            }
        }
    }

    /// <summary>Takes in packs. A blob that is in several stays where it was found first.</summary>
    /// <param name="packs">Packs and their blobs.</param>
    /// <param name="replace">Forget every other blob. Packs keep their numbers, so that a reader who has just looked one up is not misled.</param>
    public void Update(IEnumerable<StoredPack> packs, bool replace)
    {
        lock (_lock)
        {
            if (replace)
            {
                _data.Clear();
                _trees.Clear();
            }

            foreach (var pack in packs)
            {
                Add(pack);
            }
        }
    }

    public bool Contains(BlobType type, BlobId id)
    {
        lock (_lock)
        {
            return Blobs(type).ContainsKey(id);
        }
    }

    public bool TryFind(BlobType type, BlobId id, out BlobLocation location)
    {
        lock (_lock)
        {
            return Blobs(type).TryGetValue(id, out location);
        }
    }

    public BlobId PackId(int number)
    {
        lock (_lock)
        {
            return _packs[number];
        }
    }

    private void Add(StoredPack pack)
    {
        if (!_packNumbers.TryGetValue(pack.Id, out var number))
        {
            number = _packs.Count;
            _packs.Add(pack.Id);
            _packNumbers.Add(pack.Id, number);
        }

        foreach (var entry in pack.Entries)
        {
            Blobs(entry.Type).TryAdd(entry.Id, new BlobLocation(number, entry.Offset, entry.Length, entry.PlainLength));
        }
    }

    private Dictionary<BlobId, BlobLocation> Blobs(BlobType type) => type == BlobType.Tree ? _trees : _data;
}
