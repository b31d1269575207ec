using System.Collections.Immutable;

namespace Smartbox.ApiServer.Storage;

/// <summary>All objects as of one revision. Immutable.</summary>
internal sealed record ObjectSnapshot(long Revision, ImmutableDictionary<string, ObjectTable> Tables)
{
    public static ObjectSnapshot Of(long revision, IEnumerable<StoredObject> objects) => new(
        revision,
        objects.GroupBy(o => o.Key.Resource).ToImmutableDictionary(g => g.Key, ObjectTable.Of));

    public ObjectTable Table(string resource) => Tables.GetValueOrDefault(resource, ObjectTable.Empty);

    public StoredObject? Find(ObjectKey key) => Table(key.Resource).Find(key.Namespace, key.Name);

    public ObjectSnapshot With(ObjectChange change)
    {
        var resource = change.Current.Key.Resource;
        return new(change.Current.Revision, Tables.SetItem(resource, Table(resource).With(change)));
    }
}
