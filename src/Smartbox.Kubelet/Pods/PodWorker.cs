using System.Threading.Channels;
using k8s.Models;
using Smartbox.Kubelet.Logs;
using Smartbox.Kubelet.Status;
using Smartbox.Kubernetes;

namespace Smartbox.Kubelet.Pods;

/// <summary>Runs one pod, from the first sight of its object until nothing is left of it: one loop, which all that happens wakes.</summary>
internal sealed class PodWorker : IAsyncDisposable
{
    private readonly NodeContext _node;
    private readonly PodSandbox _sandbox;
    private readonly PodContainers _containers;
    private readonly PodStatusWriter _status;
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _abort = new();
    private readonly ITimer _timer;
    private readonly Task _running;

    // A pod that was over when the node started is only waited out.
    private readonly bool _isOver;

    private volatile V1Pod _pod;
    private volatile bool _isRemoved;
    private volatile bool _isShutDown;
    private volatile bool _isRefreshed;

    private Ending _ending;
    private bool _isFinal;
    private bool _isDeleteSent;
    private bool _isTooLate;
    private CancellationTokenSource? _graceOver;
    private TimeSpan _grace;
    private long _graceStart;

    public PodWorker(V1Pod pod, NodeContext node)
    {
        _pod = pod;
        _node = node;
        _isOver = pod.Status?.Phase is "Succeeded" or "Failed";
        References = PodReference.Of(pod.Spec);
        _sandbox = new PodSandbox(pod, node);
        _containers = new PodContainers(pod, node, Wake);
        _status = new PodStatusWriter(pod, node);
        _timer = node.Time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _running = Task.Run(RunAsync);
    }

    public V1Pod Pod => _pod;

    /// <summary>The objects that its spec names.</summary>
    public IReadOnlySet<PodReference> References { get; }

    /// <summary>The claims whose folders it has.</summary>
    public IReadOnlyCollection<string> ClaimUids => _sandbox.ClaimUids;

    public bool IsRemoved => _isRemoved;

    public string? Address => _sandbox.Address?.ToString();

    /// <summary>Completes when nothing of the pod is left here, or what is left waits for the node's next start.</summary>
    public Task Completion => _running;

    public void Update(V1Pod pod)
    {
        // Files of the downward API show them.
        _sandbox.IsStale |= !IsSame(_pod.Metadata.Labels, pod.Metadata.Labels) || !IsSame(_pod.Metadata.Annotations, pod.Metadata.Annotations);
        _pod = pod;
        Wake();
    }

    /// <summary>Its object is gone.</summary>
    public void Remove(V1Pod last)
    {
        _pod = last;
        _isRemoved = true;
        Wake();
    }

    /// <summary>An object that it refers to has changed.</summary>
    public void Refresh()
    {
        _sandbox.IsStale = true;
        _isRefreshed = true;
        Wake();
    }

    /// <summary>Stops its containers as a node that goes down does.</summary>
    public Task ShutDownAsync()
    {
        _isShutDown = true;
        Wake();
        return _running;
    }

    /// <summary>Ends the loop and kills what runs, without a word to the API server.</summary>
    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _containers.KillAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        _graceOver?.Dispose();
        _abort.Dispose();
    }

    /// <summary>The log of a container's run.</summary>
    /// <exception cref="KubeletException">There is no such container, or it has not run.</exception>
    public (string File, ContainerLog? Live) Log(string container, bool previous) => _containers.Log(container, previous);

    private static bool IsSame(IDictionary<string, string>? one, IDictionary<string, string>? other) =>
        (one?.Count ?? 0) == (other?.Count ?? 0) && (one ?? new Dictionary<string, string>()).All(p => other!.TryGetValue(p.Key, out var value) && value == p.Value);

    private void Wake() => _wakes.Writer.TryWrite(true);

    private async Task RunAsync()
    {
        try
        {
            while (!await TrySyncAsync().ConfigureAwait(false))
            {
                await _wakes.Reader.ReadAsync(_abort.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
        }
    }

    private async Task<bool> TrySyncAsync()
    {
        try
        {
            return await SyncAsync().ConfigureAwait(false);
        }
        // The next attempt has everything anew: the object, the containers, the status.
        catch (Exception e) when (!_abort.IsCancellationRequested)
        {
            Pods.Log.SyncFailed(_node.Logger, EntityKey.Of(_pod), e.Message);
            WakeAfter(_node.Options.RetryInterval);
            return false;
        }
    }

    /// <returns>True when there is nothing more to do for this pod, ever.</returns>
    private async Task<bool> SyncAsync()
    {
        if (_isOver)
        {
            Decide();
            return _ending >= Ending.Deleted && await EndAsync().ConfigureAwait(false);
        }

        if (_isRefreshed)
        {
            _isRefreshed = false;
            _containers.RetryNow();
        }

        _containers.Update(_pod);
        await _containers.CollectAsync(_pod, isEnding: _ending != Ending.None).ConfigureAwait(false);
        Decide();
        if (_ending == Ending.None)
        {
            await AdvanceAsync().ConfigureAwait(false);
        }

        return _ending != Ending.None && await EndAsync().ConfigureAwait(false);
    }

    private void Decide()
    {
        var wanted = _isRemoved ? Ending.Removed
            : _isShutDown ? Ending.Shutdown
            : _pod.Metadata.DeletionTimestamp is not null ? Ending.Deleted
            : IsPastDeadline() ? Ending.Deadline
            : Ending.None;
        if (wanted > _ending)
        {
            _isTooLate |= wanted == Ending.Deadline && _ending == Ending.None;
            _ending = wanted;
        }
    }

    private async Task AdvanceAsync()
    {
        // What a restarted node has to say first: nothing runs yet.
        await PublishAsync().ConfigureAwait(false);
        if (!_containers.IsWorthStarting(_pod))
        {
            _ending = Ending.Over;
            return;
        }

        if (!_sandbox.IsUpToDate && !await GatedAsync(() => _sandbox.PrepareAsync(_pod, _abort.Token)).ConfigureAwait(false))
        {
            WakeAfter(_node.Options.RetryInterval);
            await PublishAsync().ConfigureAwait(false);
            return;
        }

        while (true)
        {
            var plan = PodPlan.Next(_containers.Slots, RestartPolicy, _node.Time.GetUtcNow());
            if (plan.IsOver)
            {
                _ending = Ending.Over;
                return;
            }

            foreach (var slot in plan.Start)
            {
                await GatedAsync(() => _containers.StartAsync(slot, _pod, _sandbox, _abort.Token)).ConfigureAwait(false);
            }

            _containers.Hold(plan.Waiting, _pod);
            WakeAt(NextTime(plan));

            // A sidecar without a startup probe lets the next container start at once.
            if (plan.Start.Count == 0 || !plan.Start.Any(s => s.HasPassed))
            {
                break;
            }
        }

        await PublishAsync().ConfigureAwait(false);
    }

    private async Task<bool> GatedAsync(Func<Task<bool>> work)
    {
        await _node.Gate.WaitAsync(_abort.Token).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _node.Gate.Release();
        }
    }

    private string RestartPolicy => _pod.Spec.RestartPolicy ?? "Always";

    private DateTimeOffset? NextTime(Plan plan)
    {
        var times = plan.Waiting.Select(s => s.NotBefore).Concat(plan.Start.Select(s => s.NotBefore)).OfType<DateTimeOffset>().ToList();
        if (Deadline() is { } deadline)
        {
            times.Add(deadline);
        }

        return times.Count == 0 ? null : times.Min();
    }

    private DateTimeOffset? Deadline() => _pod.Spec.ActiveDeadlineSeconds is { } seconds ? _status.StartTime.AddSeconds(seconds) : null;

    private bool IsPastDeadline() => Deadline() <= _node.Time.GetUtcNow();

    private async Task<bool> EndAsync()
    {
        SetGrace();
        if (_containers.Stop(_pod, _grace, _graceOver!.Token))
        {
            // Each end of a container wakes this loop.
            await PublishAsync().ConfigureAwait(false);
            return false;
        }

        if (!_isOver && !_isFinal && _ending != Ending.Shutdown)
        {
            _containers.Finish();
            _isFinal = true;
        }

        await PublishAsync().ConfigureAwait(false);
        switch (_ending)
        {
            case Ending.Removed:
                _sandbox.Remove();
                return true;
            case Ending.Shutdown:
                return true;
            case Ending.Deleted when !_isDeleteSent:
                var meta = _pod.Metadata;
                await _node.Client.DeleteAsync<V1Pod>(meta.NamespaceProperty, meta.Name, meta.Uid, 0, _abort.Token).ConfigureAwait(false);
                _isDeleteSent = true;
                return false;
            default:
                return false;
        }
    }

    private void SetGrace()
    {
        var own = _pod.Spec.TerminationGracePeriodSeconds ?? 30;
        var seconds = _ending switch
        {
            Ending.Deleted => _pod.Metadata.DeletionGracePeriodSeconds ?? own,
            Ending.Removed => _pod.Metadata.DeletionGracePeriodSeconds ?? own,
            _ => own,
        };
        var grace = TimeSpan.FromSeconds(Math.Max(1, seconds));
        if (_graceOver is null)
        {
            _grace = grace;
            _graceStart = _node.Time.GetTimestamp();
            _graceOver = new CancellationTokenSource(grace, _node.Time);
        }
        else if (grace < _grace)
        {
            // Somebody lost patience.
            _grace = grace;
            var left = grace - _node.Time.GetElapsedTime(_graceStart);
            _graceOver.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    private Task PublishAsync()
    {
        if (_isRemoved || _isOver)
        {
            return Task.CompletedTask;
        }

        var isDown = _isFinal || (_ending == Ending.Shutdown && !_containers.IsAnyRunning);
        var figure = new PodFigure(
            _containers.Slots,
            _status.StartTime,
            Address,
            _node.Facts.Address,
            isDown ? "pod sandbox is not ready" : _sandbox.IsReady ? null : "no pod sandbox exists",
            _isFinal,
            _isTooLate ? "DeadlineExceeded" : null,
            _isTooLate ? "Pod was active on the node longer than the specified deadline" : null);
        return _status.WriteAsync(_pod, figure, _abort.Token);
    }

    private void WakeAt(DateTimeOffset? time)
    {
        if (time is { } at)
        {
            WakeAfter(at - _node.Time.GetUtcNow());
        }
    }

    private void WakeAfter(TimeSpan delay) => _timer.Change(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
}
