namespace Smartbox.Store.Snapshots;

/// <summary>A finished restore.</summary>
public sealed record RestoreResult(string SnapshotId, long Files, long Bytes)
{
    /// <summary>
    /// SQLite databases that are as they were stored, byte for byte, and do not pass SQLite's check: they were damaged before the snapshot. One sentence each, at most a hundred.
    /// </summary>
    public IReadOnlyList<string> DamagedDatabases { get; init; } = [];

    /// <summary>Sentences on what could not be restored exactly, such as an attribute that this user may not set; at most a hundred.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
