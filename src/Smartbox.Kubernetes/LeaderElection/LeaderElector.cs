using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Smartbox.Kubernetes.LeaderElection;

/// <summary>Competes for a lease. Clocks of replicas may differ: each measures, by its own clock, how long it has seen no renewal.</summary>
/// <remarks>
/// A leader counts from before it sent its last successful renewal and gives up after the renew deadline; others count from after they have seen
/// that renewal and wait for the longer lease duration. So they never overlap, whatever is delayed; a write of a leader that was paused is refused
/// by the lease's resource version.
/// </remarks>
internal sealed class LeaderElector(ILeaseClient client, ElectionSettings settings, TimeProvider time, Func<double> random, ILogger logger)
{
    private V1Lease? _observed;
    private long _observedAt;
    private long _renewedAt;
    private volatile bool _isHolder;

    /// <summary>True while no other replica can hold the lease.</summary>
    public bool IsLeader => _isHolder && time.GetElapsedTime(Volatile.Read(ref _renewedAt)) < settings.RenewDeadline;

    /// <summary>Returns once this replica holds the lease.</summary>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await TryAsync(cancellationToken).ConfigureAwait(false))
                {
                    Log.Acquired(logger, settings.Name, settings.Identity);
                    ElectionMetrics.IsMaster.WithLabels(settings.Name).Set(1);
                    return;
                }

                await WaitForChangeAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (KubernetesException e)
            {
                Log.AttemptFailed(logger, settings.Name, e);
                await PauseAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Renews the lease and returns when it is lost.</summary>
    public async Task RenewUntilLostAsync(CancellationToken cancellationToken)
    {
        while (IsLeader)
        {
            await PauseAsync(cancellationToken).ConfigureAwait(false);
            var left = settings.RenewDeadline - time.GetElapsedTime(_renewedAt);
            if (left <= TimeSpan.Zero)
            {
                break;
            }

            using var deadline = new CancellationTokenSource(left, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            try
            {
                if (!await TryAsync(either.Token).ConfigureAwait(false) && IsHeldByOther())
                {
                    break;
                }
            }
            catch (KubernetesException e)
            {
                Log.AttemptFailed(logger, settings.Name, e);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                break;
            }
        }

        _isHolder = false;
        ElectionMetrics.IsMaster.WithLabels(settings.Name).Set(0);
    }

    /// <summary>Gives the lease back, so that another replica need not wait for its end.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (!IsLeader)
        {
            return;
        }

        _isHolder = false;
        ElectionMetrics.IsMaster.WithLabels(settings.Name).Set(0);
        try
        {
            var spec = _observed!.Spec;
            await client.UpdateAsync(
                new V1LeaseSpec
                {
                    HolderIdentity = null,
                    LeaseDurationSeconds = 1,
                    AcquireTime = spec.AcquireTime,
                    RenewTime = time.GetUtcNow().UtcDateTime,
                    LeaseTransitions = spec.LeaseTransitions,
                },
                _observed.Metadata.ResourceVersion,
                cancellationToken).ConfigureAwait(false);
            Log.Released(logger, settings.Name);
        }
        catch (KubernetesException e)
        {
            Log.AttemptFailed(logger, settings.Name, e);
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            // A leader knows what the lease is like, and is told by a conflict when it is wrong.
            var lease = _isHolder ? _observed : await client.GetAsync(cancellationToken).ConfigureAwait(false);
            if (lease is null)
            {
                Hold(await client.CreateAsync(Claim(null), cancellationToken).ConfigureAwait(false), start);
                return true;
            }

            Observe(lease);
            if (IsHeldByOther() && !IsExpired())
            {
                return false;
            }

            Hold(await client.UpdateAsync(Claim(lease.Spec), lease.Metadata.ResourceVersion, cancellationToken).ConfigureAwait(false), start);
            return true;
        }
        catch (KubernetesException e) when (e.IsConflict || (e.IsNotFound && _isHolder))
        {
            // A leader's own earlier renewal may have gone through unnoticed, so a conflict alone does not say that the lease is lost.
            if (await client.GetAsync(cancellationToken).ConfigureAwait(false) is { } current)
            {
                Observe(current);
            }
            else
            {
                _observed = null;
            }

            return false;
        }
    }

    // Follows the lease, so that one that is given back is taken within milliseconds.
    private async Task WaitForChangeAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (_observed is not null && IsHeldByOther() && Duration() - time.GetElapsedTime(_observedAt) is var left && left > TimeSpan.Zero)
        {
            start = time.GetTimestamp();
            if (await client.NextAsync(_observed.Metadata.ResourceVersion, left, cancellationToken).ConfigureAwait(false) is not { } changed)
            {
                break;
            }

            Observe(changed);
        }

        // A watch that ends at once, or a race that was lost, must not make a busy loop.
        if (IsHeldByOther() && time.GetElapsedTime(start) < settings.RetryPeriod)
        {
            await PauseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Task PauseAsync(CancellationToken cancellationToken) =>
        Task.Delay(settings.RetryPeriod * (0.8 + (0.2 * random())), time, cancellationToken);

    private V1LeaseSpec Claim(V1LeaseSpec? previous)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var isMine = previous?.HolderIdentity == settings.Identity;
        return new V1LeaseSpec
        {
            HolderIdentity = settings.Identity,
            LeaseDurationSeconds = (int)Math.Ceiling(settings.LeaseDuration.TotalSeconds),
            AcquireTime = isMine ? previous!.AcquireTime : now,
            RenewTime = now,
            LeaseTransitions = (previous?.LeaseTransitions ?? 0) + (previous is null || isMine ? 0 : 1),
        };
    }

    private void Hold(V1Lease lease, long start)
    {
        Observe(lease);
        Volatile.Write(ref _renewedAt, start);
        _isHolder = true;
    }

    private void Observe(V1Lease lease)
    {
        var isRenewed = _observed?.Spec?.HolderIdentity != lease.Spec?.HolderIdentity || _observed?.Spec?.RenewTime != lease.Spec?.RenewTime;
        _observed = lease;
        if (isRenewed)
        {
            _observedAt = time.GetTimestamp();
        }
    }

    private bool IsHeldByOther() => _observed?.Spec?.HolderIdentity is { Length: > 0 } holder && holder != settings.Identity;

    private bool IsExpired() => time.GetElapsedTime(_observedAt) >= Duration();

    private TimeSpan Duration() =>
        _observed?.Spec?.LeaseDurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : settings.LeaseDuration;
}
