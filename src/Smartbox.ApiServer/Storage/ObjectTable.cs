using System.Collections.Immutable;

namespace Smartbox.ApiServer.Storage;

/// <summary>The objects of one resource, in order of namespace and name. Immutable: a change makes another table that shares all but a path with this one.</summary>
internal sealed class ObjectTable
{
    private static readonly IReadOnlyDictionary<string, string> _none = new Dictionary<string, string>();

    private readonly ImmutableSortedSet<StoredObject> _objects;

    private ObjectTable(ImmutableSortedSet<StoredObject> objects) => _objects = objects;

    public static ObjectTable Empty { get; } = new(ImmutableSortedSet.Create<StoredObject>(new KeyOrder()));

    public static ObjectTable Of(IEnumerable<StoredObject> objects) => new(Empty._objects.Union(objects));

    public StoredObject? Find(string ns, string name)
    {
        var index = _objects.IndexOf(Probe(ns, name));
        return index < 0 ? null : _objects[index];
    }

    /// <summary>A page of this table, which is as of a revision.</summary>
    public ObjectPage Page(ListQuery query, long revision)
    {
        var start = query.Continue is { } place ? IndexFrom(place.Namespace, place.Name, isAfter: true) : 0;
        var end = _objects.Count;
        if (query.Namespace is { } ns)
        {
            start = Math.Max(start, IndexFrom(ns, "", isAfter: false));
            end = IndexFrom(ns + '\0', "", isAfter: false);
        }

        var items = new List<StoredObject>(Math.Max(0, Math.Min(end - start, query.Limit ?? int.MaxValue)));
        foreach (var item in Range(start, end))
        {
            start++;
            if (query.Filter?.Invoke(item) == false)
                continue;
            items.Add(item);
            if (items.Count == query.Limit && start < end)
                return new ObjectPage(items, revision, new ContinueToken(revision, item.Key.Namespace, item.Key.Name), query.Filter is null ? end - start : null);
        }

        return new ObjectPage(items, revision, null, null);
    }

    public ObjectTable With(ObjectChange change) => change.IsDeleted
        ? new(_objects.Remove(change.Current))
        : new((change.Previous is null ? _objects : _objects.Remove(change.Previous)).Add(change.Current));

    /// <summary>This table as it was before changes that led to it, oldest first.</summary>
    public ObjectTable Without(IReadOnlyList<ObjectChange> changes)
    {
        var objects = _objects.ToBuilder();
        for (var i = changes.Count - 1; i >= 0; i--)
        {
            objects.Remove(changes[i].Current);
            if (changes[i].Previous is { } previous)
                objects.Add(previous);
        }

        return new(objects.ToImmutable());
    }

    /// <summary>Index of the first object at or after a place.</summary>
    private int IndexFrom(string ns, string name, bool isAfter)
    {
        var index = _objects.IndexOf(Probe(ns, name));
        return index < 0 ? ~index : isAfter ? index + 1 : index;
    }

    /// <summary>From the start the tree is walked; from elsewhere each object is looked up, which pages can afford.</summary>
    private IEnumerable<StoredObject> Range(int start, int end) => start == 0
        ? _objects.Take(end)
        : Enumerable.Range(start, Math.Max(0, end - start)).Select(i => _objects[i]);

    private static StoredObject Probe(string ns, string name) => new(new ObjectKey("", ns, name), 0, default, _none);

    private sealed class KeyOrder : IComparer<StoredObject>
    {
        public int Compare(StoredObject? x, StoredObject? y)
        {
            var order = string.CompareOrdinal(x!.Key.Namespace, y!.Key.Namespace);
            return order != 0 ? order : string.CompareOrdinal(x.Key.Name, y.Key.Name);
        }
    }
}
