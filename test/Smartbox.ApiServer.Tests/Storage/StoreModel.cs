using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Tests.Storage;

/// <summary>What a store has to be, written for obviousness: all changes ever, from which each answer is derived anew.</summary>
internal sealed class StoreModel(long first, int remembered)
{
    private readonly List<Change> _history = [];

    public long Revision { get; private set; } = first;

    public long Oldest { get; private set; } = first;

    public void Write(ObjectKey key, string? text)
    {
        _history.Add(new Change(++Revision, key, text));
        if (_history.Count > remembered)
            Oldest = Math.Max(Oldest, _history[^(remembered + 1)].Revision);
    }

    public void Compact() => Oldest = Revision;

    /// <summary>The version of an object as of a revision; null when there is none.</summary>
    public Change? Find(ObjectKey key, long revision) =>
        _history.LastOrDefault(c => c.Key == key && c.Revision <= revision) is { Text: not null } change ? change : null;

    public IReadOnlyList<Change> List(string resource, string? ns, long revision) =>
    [
        .. _history.Select(c => c.Key).Distinct()
            .Where(k => k.Resource == resource && (ns is null || k.Namespace == ns))
            .OrderBy(k => k.Namespace, StringComparer.Ordinal).ThenBy(k => k.Name, StringComparer.Ordinal)
            .Select(k => Find(k, revision)).OfType<Change>(),
    ];

    public IReadOnlyList<Change> After(string resource, string? ns, long revision) =>
        [.. _history.Where(c => c.Key.Resource == resource && (ns is null || c.Key.Namespace == ns) && c.Revision > revision)];

    /// <summary>A write; without text a removal.</summary>
    internal sealed record Change(long Revision, ObjectKey Key, string? Text);
}
