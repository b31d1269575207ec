namespace Smartbox.Store.Snapshots;

/// <summary>A folder that snapshots hold.</summary>
/// <param name="Path">Its name in snapshots, such as <c>/state</c>: a slash and one name.</param>
/// <param name="Folder">Where it is on this machine.</param>
public sealed record SnapshotRoot(string Path, string Folder);
