namespace Smartbox.Store.Repositories;

/// <summary>Totals of a snapshot, in the names that restic uses.</summary>
public sealed record SnapshotSummary(
    DateTimeOffset BackupStart, DateTimeOffset BackupEnd, long FilesNew, long FilesChanged, long FilesUnmodified,
    long DataAdded, long DataAddedPacked, long TotalFilesProcessed, long TotalBytesProcessed);
