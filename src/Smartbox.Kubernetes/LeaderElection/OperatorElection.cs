namespace Smartbox.Kubernetes.LeaderElection;

/// <summary>The elector, or always the leader where there is none.</summary>
internal sealed class OperatorElection(LeaderElector? elector)
{
    public bool IsLeader => elector?.IsLeader ?? true;

    public Task AcquireAsync(CancellationToken cancellationToken) => elector?.AcquireAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Returns when leadership is lost: without an elector never.</summary>
    public Task RenewUntilLostAsync(CancellationToken cancellationToken) =>
        elector?.RenewUntilLostAsync(cancellationToken) ?? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    public Task ReleaseAsync(CancellationToken cancellationToken) => elector?.ReleaseAsync(cancellationToken) ?? Task.CompletedTask;
}
