namespace Smartbox.Store.Snapshots;

/// <summary>Takes and restores snapshots of folders.</summary>
public interface ISnapshotEngine
{
    /// <summary>Looks whether anything changed since the last snapshot of this process's cache, without reading contents and without requests.</summary>
    Task<ChangeScan> ScanAsync(CancellationToken cancellationToken);

    /// <summary>Makes a snapshot: changed files only are read; SQLite databases are captured consistently.</summary>
    Task<SnapshotResult> SnapshotAsync(SnapshotRequest request, CancellationToken cancellationToken);

    /// <summary>Writes a snapshot's tree into an empty folder, each blob checked, then each SQLite database opened and checked, then synced to disk.</summary>
    /// <exception cref="Repositories.RepositoryException">Damaged; the message names the paths.</exception>
    Task<RestoreResult> RestoreAsync(string snapshotId, string targetFolder, CancellationToken cancellationToken);
}
