using k8s.Models;
using Smartbox.Kubelet.Containers;
using Smartbox.Kubelet.Logs;
using Smartbox.Kubelet.Status;

namespace Smartbox.Kubelet.Pods;

/// <summary>The containers of a pod. The pod's worker alone calls it, <see cref="Log"/> aside.</summary>
internal sealed class PodContainers
{
    private static readonly TimeSpan s_killTime = TimeSpan.FromSeconds(5);

    private readonly NodeContext _node;
    private readonly LogFolder _logs;
    private readonly ContainerStarter _starter;
    private readonly string _pod;

    public PodContainers(V1Pod pod, NodeContext node, Action wake)
    {
        _node = node;
        _pod = pod.Metadata.Name;
        _logs = new LogFolder(node.Folders.Logs, pod.Metadata.NamespaceProperty, pod.Metadata.Name, pod.Metadata.Uid);
        _starter = new ContainerStarter(node, _logs, wake);
        Slots =
        [
            .. (pod.Spec.InitContainers ?? []).Select(c => Slot(c, c.RestartPolicy == "Always" ? ContainerKind.Sidecar : ContainerKind.Init, pod.Status?.InitContainerStatuses)),
            .. pod.Spec.Containers.Select(c => Slot(c, ContainerKind.Main, pod.Status?.ContainerStatuses)),
        ];

        ContainerSlot Slot(V1Container spec, ContainerKind kind, IList<V1ContainerStatus>? statuses)
        {
            var slot = new ContainerSlot(spec, kind, new RestartBackoff(node.Options.RestartBackoff, node.Options.MaxRestartBackoff))
            {
                State = Waiting(pod.Spec.InitContainers is { Count: > 0 } ? "PodInitializing" : "ContainerCreating"),
            };
            ContainerStatuses.Restore(slot, statuses?.FirstOrDefault(s => s.Name == spec.Name));
            return slot;
        }
    }

    /// <summary>In the order of the spec, init containers first.</summary>
    public IReadOnlyList<ContainerSlot> Slots { get; }

    public bool IsAnyRunning => Slots.Any(s => s.IsRunning);

    /// <summary>False when a node's restart finds only containers that are not to run again.</summary>
    public bool IsWorthStarting(V1Pod pod) => Slots.Any(s => s.HasRun)
        || Slots.Any(s => s.Kind == ContainerKind.Main && PodPlan.MayStart(s, pod.Spec.RestartPolicy ?? "Always"));

    /// <summary>Takes up what may change of a pod's spec; a running container gets its new memory limit at once.</summary>
    public void Update(V1Pod pod)
    {
        foreach (var container in (pod.Spec.InitContainers ?? []).Concat(pod.Spec.Containers))
        {
            var slot = Slots.First(s => s.Name == container.Name);
            if (slot.Spec == container)
            {
                continue;
            }

            var before = MemoryLimit(slot.Spec);
            slot.Spec = container;
            if (MemoryLimit(container) is { } limit && limit != before)
            {
                slot.Run?.Limit(limit);
            }
        }
    }

    /// <summary>Looks at what has ended, and stops what its probes condemn.</summary>
    public async Task CollectAsync(V1Pod pod, bool isEnding)
    {
        foreach (var slot in Slots.Where(s => s.Run is not null))
        {
            if (slot.Run!.Ended.IsCompleted)
            {
                await TakeEndAsync(slot).ConfigureAwait(false);
            }
            else if (slot.IsStarted && slot.Kind == ContainerKind.Sidecar)
            {
                slot.HasPassed = true;
            }

            if (!isEnding && slot is { Run.IsStopping: false, Probes.Verdict: { } verdict })
            {
                _starter.StopForProbe(slot, pod, verdict);
            }
        }
    }

    public Task<bool> StartAsync(ContainerSlot slot, V1Pod pod, PodSandbox sandbox, CancellationToken cancellationToken) =>
        _starter.StartAsync(slot, pod, sandbox, cancellationToken);

    /// <summary>What they lacked may be there now.</summary>
    public void RetryNow()
    {
        foreach (var slot in Slots.Where(s => s.State.Waiting?.Reason == "CreateContainerConfigError"))
        {
            slot.NotBefore = null;
        }
    }

    /// <summary>Shows those that wait for their next run as such.</summary>
    public void Hold(IEnumerable<ContainerSlot> waiting, V1Pod pod)
    {
        foreach (var slot in waiting.Where(s => s.Ended is not null && s.State.Waiting is null or { Reason: ContainerProblemException.RunContainerError }))
        {
            var name = $"{_pod}_{pod.Metadata.NamespaceProperty}({pod.Metadata.Uid})";
            slot.Last = slot.Ended;
            slot.State = Waiting("CrashLoopBackOff", $"back-off {GoDuration.Format(slot.Backoff.Delay)} restarting failed container={slot.Name} pod={name}");
            _node.Events.Record(pod, "Warning", "BackOff", "Restarting", $"Back-off restarting failed container {slot.Name} in pod {name}");
        }
    }

    /// <summary>Stops the containers, and when they have ended the sidecars one by one, the last one first.</summary>
    /// <returns>False when nothing runs any more.</returns>
    public bool Stop(V1Pod pod, TimeSpan grace, CancellationToken graceOver)
    {
        var running = Slots.Where(s => s.IsRunning).ToList();
        var isTurnOfSidecars = running.All(s => s.Kind == ContainerKind.Sidecar);
        foreach (var slot in isTurnOfSidecars ? running.TakeLast(1) : running.Where(s => s.Kind != ContainerKind.Sidecar))
        {
            _starter.Stop(slot, pod, $"Stopping container {slot.Name}", grace, graceOver);
        }

        return running.Count > 0;
    }

    /// <summary>Nothing starts again: what waited has ended, or never came to run.</summary>
    public void Finish()
    {
        var isInitialized = Slots.All(s => s.Kind == ContainerKind.Main || s.HasPassed);
        foreach (var slot in Slots.Where(s => s.State.Waiting is not null))
        {
            if (slot.Ended is not null)
            {
                slot.State = new V1ContainerState { Terminated = slot.Ended };
            }
            else if (isInitialized)
            {
                slot.State = new V1ContainerState
                {
                    Terminated = new V1ContainerStateTerminated
                    {
                        ExitCode = 137,
                        Reason = "ContainerStatusUnknown",
                        Message = "The container could not be located when the pod was terminated",
                    },
                };
            }
        }
    }

    public async Task KillAsync()
    {
        var runs = Slots.Select(s => s.Run).OfType<ContainerRun>().ToList();
        runs.ForEach(r => r.Kill());
        await Task.WhenAll(runs.Select(r => (Task)r.Ended)).WaitAsync(s_killTime, _node.Time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var slot in Slots)
        {
            slot.Probes?.Dispose();
        }
    }

    /// <inheritdoc cref="PodWorker.Log"/>
    public (string File, ContainerLog? Live) Log(string container, bool previous)
    {
        var slot = Slots.FirstOrDefault(s => s.Name == container)
            ?? throw new KubeletException($"container {container} is not valid for pod {_pod}") { IsNotFound = true };
        var number = slot.Runs - (previous ? 2 : 1);
        if (number < 0)
        {
            throw new KubeletException(previous
                ? $"previous terminated container \"{container}\" in pod \"{_pod}\" not found"
                : $"container \"{container}\" in pod \"{_pod}\" is waiting to start: {slot.State.Waiting?.Reason ?? "ContainerCreating"}");
        }

        return (_logs.FileOf(container, number), previous ? null : slot.Run?.Log);
    }

    public static V1ContainerState Waiting(string reason, string? message = null) =>
        new() { Waiting = new V1ContainerStateWaiting { Reason = reason, Message = message } };

    private async Task TakeEndAsync(ContainerSlot slot)
    {
        var run = slot.Run!;
        V1ContainerStateTerminated ended;
        try
        {
            ended = await run.Ended.ConfigureAwait(false);
        }
        // The process is gone whatever could not be read of it.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ended = new V1ContainerStateTerminated
            {
                ContainerID = run.Id, ExitCode = 255, Reason = "Unknown", Message = e.Message, StartedAt = run.StartedAt, FinishedAt = _node.Now,
            };
        }

        slot.Probes?.Dispose();
        slot.Probes = null;
        slot.Run = null;
        slot.Ended = ended;
        slot.State = new V1ContainerState { Terminated = ended };
        slot.HasPassed |= slot.Kind == ContainerKind.Init && ended.ExitCode == 0;

        var now = _node.Time.GetUtcNow();
        slot.Backoff.Ended(now);
        slot.NotBefore = now + slot.Backoff.Delay;
    }

    private static long? MemoryLimit(V1Container container) =>
        container.Resources?.Limits is { } limits && limits.TryGetValue("memory", out var limit) ? limit.ToInt64() : null;
}
