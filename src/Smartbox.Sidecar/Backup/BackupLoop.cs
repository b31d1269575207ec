using Smartbox.Protocol;
using Smartbox.Sidecar.Hosting;
using Smartbox.Store;

namespace Smartbox.Sidecar.Backup;

/// <summary>Keeps the bucket current: scans, makes snapshots of what changed and of what is asked for, and a last one at the end.</summary>
internal sealed class BackupLoop(BackupOptions options, Snapshotter snapshotter, BackupState state, TimeProvider time, ILogger<BackupLoop> logger)
{
    /// <summary>Tag of the last snapshot of a pod.</summary>
    private const string FinalReason = "stop";

    private readonly SnapshotQueue _queue = new();
    private readonly ScanSchedule _schedule = new(options);
    private DateTimeOffset _cleanSince = time.GetUtcNow();
    private long? _lastStart;

    /// <summary>Asks for a snapshot.</summary>
    /// <returns>Ends when every change made before the call is in the bucket, or with the error of the try.</returns>
    public Task SnapshotNowAsync(string reason, CancellationToken cancellationToken) => _queue.Add(reason).Done.WaitAsync(cancellationToken);

    /// <summary>Runs until the token ends, then makes the last snapshot.</summary>
    /// <exception cref="SidecarException">Another pod took over the box, or the last changes did not get into the bucket in time.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var patience = stopping.Register(() => deadline.CancelAfter(options.FinalPatience));
        Exception ended = new InvalidOperationException("The backup has ended.");
        try
        {
            state.Resume(snapshotter.Marker);
            while (!stopping.IsCancellationRequested)
            {
                var delay = await TickAsync(_queue.Take(), deadline.Token);
                await WaitAsync(delay, stopping);
            }

            await FinishAsync(deadline.Token);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested)
        {
            var failure = NotFinished(e);
            ended = failure;
            throw failure;
        }
        catch (Exception e)
        {
            // For those who wait; the program ends with it.
            ended = e;
            throw;
        }
        finally
        {
            _queue.Close(ended);
        }
    }

    private async Task FinishAsync(CancellationToken deadline)
    {
        Log.Finishing(logger);
        while (true)
        {
            var last = new SnapshotCall(FinalReason);
            var delay = await TickAsync([.. _queue.Take(), last], deadline);
            if (last.Done.IsCompletedSuccessfully)
            {
                Log.Finished(logger);
                return;
            }

            await Task.Delay(delay < options.MaxFinalRetryDelay ? delay : options.MaxFinalRetryDelay, time, deadline);
        }
    }

    /// <summary>One scan, and a snapshot if one is due or asked for.</summary>
    /// <returns>How long to wait before the next.</returns>
    private async Task<TimeSpan> TickAsync(List<SnapshotCall> calls, CancellationToken cancellationToken)
    {
        try
        {
            var began = time.GetUtcNow();
            var scan = await snapshotter.ScanAsync(cancellationToken);
            var manual = calls.Exists(call => call.Reason == SnapshotCall.Manual);
            var believed = snapshotter.Marker.HeldSince is { } since && (manual || began - since >= options.HoldFor);
            if (!scan.IsDirty && !believed && snapshotter.Marker.LastSnapshot is not null)
            {
                _cleanSince = began;
                Recovered();
                state.Clean();
                calls.ForEach(call => call.Succeed());
                return _schedule.AfterRest(scan.Duration);
            }

            state.Changed(_cleanSince);
            if (calls.Count == 0 && UntilDue() is var remaining && remaining > TimeSpan.Zero)
            {
                return remaining;
            }

            await SnapshotAsync(calls, manual || believed, cancellationToken);
            return _schedule.AfterChange(scan.Duration);
        }
        catch (Exception e) when (e is StoreException or IOException or UnauthorizedAccessException)
        {
            return Failed(calls, e);
        }
        catch (Exception e)
        {
            // Ends the program, but not without an answer to those who wait.
            calls.ForEach(call => call.Fail(e));
            throw;
        }
    }

    private async Task SnapshotAsync(List<SnapshotCall> calls, bool acceptShrunken, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        state.Uploading();
        List<string> tags = [.. calls.Select(call => call.Reason).Distinct()];
        var (result, held) = await snapshotter.SnapshotAsync(tags, acceptShrunken, cancellationToken);
        _lastStart = start;
        _cleanSince = result.Time;
        Recovered();
        state.Snapshotted(snapshotter.Marker, held, result.DirtyPaths.Count > 0 ? result.Time : null);
        calls.ForEach(call => call.Succeed());
    }

    private TimeSpan Failed(List<SnapshotCall> calls, Exception error)
    {
        state.Failed(error.Message);
        var failures = state.Failures;
        var backoff = options.FirstRetryDelay * Math.Pow(2, Math.Min(failures, 30) - 1);
        var delay = backoff < options.MaxRetryDelay ? backoff : options.MaxRetryDelay; // the store's own retries have the jitter
        Log.Failed(logger, failures, delay.TotalSeconds, error.Message, error);
        calls.ForEach(call => call.Fail(error));
        return delay;
    }

    private void Recovered()
    {
        if (state.Failures is > 0 and var failures)
        {
            Log.Recovered(logger, failures);
        }
    }

    /// <summary>A box that changes all the time makes a snapshot per interval; the first change after a rest does not wait.</summary>
    private TimeSpan UntilDue() => _lastStart is { } start ? options.Interval - time.GetElapsedTime(start) : TimeSpan.Zero;

    private async Task WaitAsync(TimeSpan delay, CancellationToken stopping)
    {
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(delay, time, awake.Token), _queue.Arrived);
        await awake.CancelAsync();
    }

    private SidecarException NotFinished(Exception cause)
    {
        var since = state.PendingSince is { } pending ? $" since {pending:u}" : "";
        return new SidecarException(
            TerminationReasons.StoreUnavailable,
            $"The pod ended before the changes{since} were in the bucket. They stay on the volume, and the next start uploads them. {state.ToStatus(0).Error}".TrimEnd(),
            cause);
    }
}
