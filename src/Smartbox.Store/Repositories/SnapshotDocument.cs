namespace Smartbox.Store.Repositories;

/// <summary>A snapshot as restic stores it.</summary>
public sealed record SnapshotDocument
{
    public required DateTimeOffset Time { get; init; }

    /// <summary>Id of the snapshot it was compared with.</summary>
    public string? Parent { get; init; }

    /// <summary>Root tree.</summary>
    public required BlobId Tree { get; init; }

    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>UID of the box, never a pod's name: restic groups snapshots by it.</summary>
    public required string Hostname { get; init; }

    public string Username { get; init; } = "smartbox";

    public uint Uid { get; init; }

    public uint Gid { get; init; }

    /// <summary><c>epoch=N</c>, and why it was made.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? ProgramVersion { get; init; }

    public SnapshotSummary? Summary { get; init; }
}
