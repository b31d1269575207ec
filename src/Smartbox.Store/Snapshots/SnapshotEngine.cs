using Microsoft.Extensions.Logging;
using Smartbox.Store.Repositories;

namespace Smartbox.Store.Snapshots;

/// <summary>Takes and restores snapshots in restic's format. One call at a time.</summary>
public sealed class SnapshotEngine(IRepository repository, SnapshotOptions options, TimeProvider time, ILogger<SnapshotEngine> logger) : ISnapshotEngine
{
    public Task<ChangeScan> ScanAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<SnapshotResult> SnapshotAsync(SnapshotRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RestoreResult> RestoreAsync(string snapshotId, string targetFolder, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{repository.Id} {options.Hostname} {time} {logger}");
}
