namespace Smartbox.Store.Snapshots;

/// <summary>A finished restore.</summary>
public sealed record RestoreResult(string SnapshotId, long Files, long Bytes);
