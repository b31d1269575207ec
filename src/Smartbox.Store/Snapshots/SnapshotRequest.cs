namespace Smartbox.Store.Snapshots;

/// <summary>How a snapshot is to be tagged.</summary>
/// <param name="Parent">Snapshot id that it follows; null for the first.</param>
/// <param name="Epoch">Epoch of the pod that makes it.</param>
/// <param name="Tags">Further tags, such as <c>manual</c>.</param>
public sealed record SnapshotRequest(string? Parent, long Epoch, IReadOnlyList<string> Tags)
{
    /// <summary>When the tree turns out to be that of <see cref="Parent"/>, answer with the parent instead of writing a snapshot that says the same.</summary>
    /// <value>True.</value>
    public bool ReuseUnchanged { get; init; } = true;
}
