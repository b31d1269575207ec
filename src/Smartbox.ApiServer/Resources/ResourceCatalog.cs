using System.Collections.Immutable;

namespace Smartbox.ApiServer.Resources;

/// <summary>The kinds that are served. Readers get an immutable snapshot; a writer swaps in the next.</summary>
internal sealed class ResourceCatalog
{
    private readonly IReadOnlyList<ResourceType> builtIn;

    // Guards the order of changes; readers take the snapshot without it.
    private readonly Lock gate = new();

    private volatile Snapshot current;

    /// <summary>With the built-in kinds.</summary>
    public ResourceCatalog() : this(Kinds.BuiltInKinds.All)
    {
    }

    public ResourceCatalog(IReadOnlyList<ResourceType> builtIn)
    {
        this.builtIn = builtIn;
        current = Snapshot.Of(builtIn, ImmutableSortedDictionary<string, IReadOnlyList<ResourceType>>.Empty, generation: 1);
    }

    /// <summary>Every served kind and version, built-in ones first.</summary>
    public IReadOnlyList<ResourceType> All => current.All;

    /// <summary>Grows with every change.</summary>
    public long Generation => current.Generation;

    /// <summary><see cref="All"/> and <see cref="Generation"/> of one moment.</summary>
    public (IReadOnlyList<ResourceType> Types, long Generation) Read()
    {
        var snapshot = current;
        return (snapshot.All, snapshot.Generation);
    }

    /// <returns>The kind of a path; null when it is not served.</returns>
    public ResourceType? Find(string group, string version, string resource) => current.ByResource.GetValueOrDefault((group, version, resource));

    /// <returns>The kind of an object; null when it is not served.</returns>
    public ResourceType? FindKind(string group, string version, string kind) => current.ByKind.GetValueOrDefault((group, version, kind));

    /// <summary>Serves what a CRD defines in place of what it defined before.</summary>
    /// <param name="crdName">Name of the CRD.</param>
    /// <param name="types">One per served version, the preferred one first.</param>
    public void SetCustom(string crdName, IReadOnlyList<ResourceType> types) => Change(custom => custom.SetItem(crdName, types));

    /// <summary>Serves what a CRD defined no longer.</summary>
    public void RemoveCustom(string crdName) => Change(custom => custom.Remove(crdName));

    private void Change(Func<ImmutableSortedDictionary<string, IReadOnlyList<ResourceType>>, ImmutableSortedDictionary<string, IReadOnlyList<ResourceType>>> change)
    {
        lock (gate)
        {
            var custom = change(current.Custom);
            if (!ReferenceEquals(custom, current.Custom)) current = Snapshot.Of(builtIn, custom, current.Generation + 1);
        }
    }

    private sealed record Snapshot(
        IReadOnlyList<ResourceType> All,
        IReadOnlyDictionary<(string Group, string Version, string Resource), ResourceType> ByResource,
        IReadOnlyDictionary<(string Group, string Version, string Kind), ResourceType> ByKind,
        ImmutableSortedDictionary<string, IReadOnlyList<ResourceType>> Custom,
        long Generation)
    {
        public static Snapshot Of(IReadOnlyList<ResourceType> builtIn, ImmutableSortedDictionary<string, IReadOnlyList<ResourceType>> custom, long generation)
        {
            ResourceType[] all = [.. builtIn, .. custom.Values.SelectMany(types => types)];
            return new Snapshot(
                all, all.ToDictionary(type => (type.Group, type.Version, type.Resource)), all.ToDictionary(type => (type.Group, type.Version, type.Kind)),
                custom, generation);
        }
    }
}
