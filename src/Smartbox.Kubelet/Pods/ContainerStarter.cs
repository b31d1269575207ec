using k8s.Models;
using Smartbox.Kubelet.Containers;
using Smartbox.Kubelet.Logs;
using Smartbox.Kubelet.Probes;

namespace Smartbox.Kubelet.Pods;

/// <summary>Starts and stops single containers and tells of it by events.</summary>
internal sealed class ContainerStarter(NodeContext node, LogFolder logs, Action wake)
{
    private bool _hasToldOfMemory;

    /// <returns>False when it does not run; its state says why.</returns>
    public async Task<bool> StartAsync(ContainerSlot slot, V1Pod pod, PodSandbox sandbox, CancellationToken cancellationToken)
    {
        try
        {
            logs.RemoveOlder(slot.Name, slot.Runs);
            var launch = await sandbox.Builder(pod).BuildAsync(slot.Spec, logs.FileOf(slot.Name, slot.Runs), cancellationToken).ConfigureAwait(false);
            Tell(pod, "Normal", "Pulled", "Pulling", $"Image \"{slot.Spec.Image}\" is the program {launch.Process.Program} of this machine");
            Begin(slot, ContainerRun.Start(launch, node), launch, pod);
            return true;
        }
        catch (ContainerProblemException e) when (e.Reason == ContainerProblemException.RunContainerError)
        {
            CountFailedRun(slot, pod, e);
        }
        catch (ContainerProblemException e)
        {
            slot.State = PodContainers.Waiting(e.Reason, e.Message);
            slot.NotBefore = node.Time.GetUtcNow() + node.Options.RetryInterval;
            Tell(pod, "Warning", "Failed", "Starting", $"Error: {e.Message}");
        }

        return false;
    }

    public void Stop(ContainerSlot slot, V1Pod pod, string why, TimeSpan grace, CancellationToken graceOver)
    {
        var run = slot.Run!;
        if (!run.IsStopping)
        {
            Tell(pod, "Normal", "Killing", "Killing", why);
        }

        run.Stop(slot.Spec.Lifecycle?.PreStop is { } hook ? PreStopAsync : null, grace, graceOver);

        async Task PreStopAsync(CancellationToken token)
        {
            if (await ContainerHooks.RunAsync(hook, run, node, token).ConfigureAwait(false) is { } failure)
            {
                Tell(pod, "Warning", "FailedPreStopHook", "Killing", $"PreStopHook failed: {failure}");
            }
        }
    }

    /// <summary>Ends a container that its liveness or startup probe gave up, so that its next run may do better.</summary>
    public void StopForProbe(ContainerSlot slot, V1Pod pod, string probe)
    {
        var own = probe == "startup" ? slot.Spec.StartupProbe : slot.Spec.LivenessProbe;
        var grace = TimeSpan.FromSeconds(Math.Max(1, own?.TerminationGracePeriodSeconds ?? pod.Spec.TerminationGracePeriodSeconds ?? 30));
        var graceOver = new CancellationTokenSource(grace, node.Time);
        Stop(slot, pod, $"Container {slot.Name} failed {probe} probe, will be restarted", grace, graceOver.Token);
    }

    private void Begin(ContainerSlot slot, ContainerRun run, ContainerLaunch launch, V1Pod pod)
    {
        Count(slot, run.Id);
        slot.ImageId = $"program://{launch.Process.Program}";
        slot.State = new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = run.StartedAt } };
        slot.Run = run;
        slot.NotBefore = null;
        slot.Probes = new ContainerProbes(
            slot.Spec,
            (probe, token) => ProbeAction.RunAsync(probe, run, node.Probes, token),
            (kind, output) => Tell(pod, "Warning", "Unhealthy", "Probing", $"{kind} probe failed: {output}"),
            wake,
            node.Time);
        slot.HasPassed |= slot.Kind == ContainerKind.Sidecar && slot.IsStarted;

        Tell(pod, "Normal", "Created", "Creating", $"Created container: {slot.Name}");
        Tell(pod, "Normal", "Started", "Starting", $"Started container {slot.Name}");
        if (launch.Container.Resources?.Limits?.ContainsKey("memory") == true && node.Cgroups is null && !_hasToldOfMemory)
        {
            _hasToldOfMemory = true;
            Tell(pod, "Warning", "MemoryLimitNotEnforced", "Starting", "The memory limits of this pod are not enforced: this node may not make cgroups; its conditions say why.");
        }

        _ = WakeAtEndAsync(run);
        if (slot.Spec.Lifecycle?.PostStart is { } hook)
        {
            _ = PostStartAsync(hook, run, pod);
        }
    }

    private void CountFailedRun(ContainerSlot slot, V1Pod pod, ContainerProblemException e)
    {
        var id = $"process://{Guid.NewGuid():N}";
        Count(slot, id);
        slot.Ended = slot.Last = new V1ContainerStateTerminated
        {
            ContainerID = id,
            ExitCode = 128,
            Reason = "StartError",
            Message = e.Message,
            StartedAt = DateTime.UnixEpoch,
            FinishedAt = node.Now,
        };
        slot.State = PodContainers.Waiting(e.Reason, e.Message);
        var now = node.Time.GetUtcNow();
        slot.Backoff.Ended(now);
        slot.NotBefore = now + slot.Backoff.Delay;
        Tell(pod, "Warning", "Failed", "Starting", $"Error: {e.Message}");
    }

    private void Count(ContainerSlot slot, string id)
    {
        if (slot.HasRun)
        {
            slot.Backoff.Restarted(node.Time.GetUtcNow());
        }

        slot.Last = slot.Ended;
        slot.Runs++;
        slot.HasRun = true;
        slot.ContainerId = id;
    }

    private async Task WakeAtEndAsync(ContainerRun run)
    {
        await ((Task)run.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        wake();
    }

    private async Task PostStartAsync(V1LifecycleHandler hook, ContainerRun run, V1Pod pod)
    {
        if (await ContainerHooks.RunAsync(hook, run, node, CancellationToken.None).ConfigureAwait(false) is { } failure)
        {
            Tell(pod, "Warning", "FailedPostStartHook", "Starting", $"PostStartHook failed: {failure}");
            run.Kill();
        }
    }

    private void Tell(V1Pod pod, string type, string reason, string action, string note) => node.Events.Record(pod, type, reason, action, note);
}
