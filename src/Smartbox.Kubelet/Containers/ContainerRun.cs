using k8s.Models;
using Smartbox.Kubelet.Cgroups;
using Smartbox.Kubelet.Logs;
using Smartbox.Kubelet.Probes;
using Smartbox.Kubelet.Processes;

namespace Smartbox.Kubelet.Containers;

/// <summary>One run of a container, from the start of its process to the end of all that it left.</summary>
internal sealed class ContainerRun : IProbeTarget
{
    /// <summary>What the kernel gets to take a group away after its last process, and a pipe to be drained that a stranger holds.</summary>
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(2);

    /// <summary>What a container gets to end when hooks or others before it have used the grace up, as kubelets give it.</summary>
    private static readonly TimeSpan s_minimumGrace = TimeSpan.FromSeconds(2);

    private readonly ContainerLaunch _launch;
    private readonly NodeContext _node;
    private readonly RunningProcess _process;
    private readonly MemoryGroup? _group;
    private Task? _stopping;
    private CancellationToken _graceOver;

    private ContainerRun(ContainerLaunch launch, NodeContext node, RunningProcess process, MemoryGroup? group, ContainerLog log)
    {
        _launch = launch;
        _node = node;
        _process = process;
        _group = group;
        StartedAt = node.Now;
        Log = log;
        Ended = Task.Run(EndAsync);
    }

    public string Id { get; } = $"process://{Guid.NewGuid():N}";

    public DateTime StartedAt { get; }

    public ContainerLog Log { get; }

    /// <summary>Completes when nothing of it is left, with its terminated state.</summary>
    public Task<V1ContainerStateTerminated> Ended { get; }

    public string Address => _launch.Address;

    public bool IsStopping => _stopping is not null;

    /// <exception cref="ContainerProblemException">The system does not start it.</exception>
    public static ContainerRun Start(ContainerLaunch launch, NodeContext node)
    {
        ContainerLog? log = null;
        try
        {
            log = new ContainerLog(launch.LogFile, node.Options.LogFileSize, node.Options.LogFiles, node.Time);
            var limit = launch.Container.Resources?.Limits is { } limits && limits.TryGetValue("memory", out var memory) ? memory.ToInt64() : 0;
            var group = limit > 0 ? node.Cgroups?.Create(launch.PodUid, launch.Container.Name, limit) : null;
            var request = launch.Process with { Record = node.Records.FileOf(launch.PodUid, launch.Container.Name), Cgroup = group?.Processes };
            return new ContainerRun(launch, node, node.Launcher.Start(request), group, log);
        }
        catch (Exception e) when (e is KubeletException or IOException or UnauthorizedAccessException)
        {
            log?.Dispose();
            throw new ContainerProblemException(ContainerProblemException.RunContainerError, e.Message);
        }
    }

    public int? Port(string name) => _launch.Container.Ports?.FirstOrDefault(p => p.Name == name)?.ContainerPort;

    /// <summary>Changes the memory limit of the running container.</summary>
    public void Limit(long bytes) => _group?.Limit(bytes);

    public async Task<ExecResult> ExecAsync(IList<string> command, CancellationToken cancellationToken)
    {
        RunningProcess process;
        try
        {
            process = _node.Launcher.Start(_launch.Commands(command) with { Cgroup = _group?.Processes });
        }
        catch (KubeletException e)
        {
            throw new ContainerProblemException(ContainerProblemException.RunContainerError, e.Message);
        }

        using (process)
        {
            try
            {
                var output = await ExecOutput.ReadAsync(process, cancellationToken).ConfigureAwait(false);
                return new ExecResult(await process.Exited.WaitAsync(cancellationToken).ConfigureAwait(false), output);
            }
            finally
            {
                process.KillGroup();
            }
        }
    }

    /// <summary>Ends it: the hook, SIGTERM, and SIGKILL when <paramref name="graceOver"/> is cancelled. A second call can only make it shorter.</summary>
    /// <param name="hook">Runs before SIGTERM; null for none.</param>
    /// <param name="grace">The whole of the grace; zero is as little as one asks for.</param>
    /// <param name="graceOver">Cancelled when the grace is over.</param>
    public void Stop(Func<CancellationToken, Task>? hook, TimeSpan grace, CancellationToken graceOver)
    {
        if (_stopping is null)
        {
            _graceOver = graceOver;
            _stopping = Task.Run(() => StopAsync(hook, grace, graceOver), CancellationToken.None);
        }
        else if (_graceOver != graceOver)
        {
            // A probe had it stopped, and now its pod ends.
            _graceOver = graceOver;
            graceOver.Register(Kill);
        }
    }

    /// <summary>SIGKILL to all of it.</summary>
    public void Kill()
    {
        if (!Ended.IsCompleted)
        {
            _process.KillGroup();
        }
    }

    private async Task StopAsync(Func<CancellationToken, Task>? hook, TimeSpan grace, CancellationToken graceOver)
    {
        if (hook is not null)
        {
            await Task.WhenAny(hook(graceOver), Ended).ConfigureAwait(false);
        }

        var signalled = _node.Time.GetTimestamp();
        _process.Signal(Libc.SigTerm);
        await ((Task)Ended).WaitAsync(graceOver).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!Ended.IsCompleted && graceOver.IsCancellationRequested)
        {
            // The grace is counted from the first container's end; whoever's turn comes late gets this much at least.
            var rest = (grace < s_minimumGrace ? grace : s_minimumGrace) - _node.Time.GetElapsedTime(signalled);
            if (rest > TimeSpan.Zero)
            {
                await ((Task)Ended).WaitAsync(rest, _node.Time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        Kill();
    }

    private async Task<V1ContainerStateTerminated> EndAsync()
    {
        using var drained = new CancellationTokenSource();
        var pumps = Task.WhenAll(
            OutputPump.RunAsync(_process.Output, "stdout", Log, drained.Token),
            OutputPump.RunAsync(_process.Error, "stderr", Log, drained.Token));
        var exitCode = await _process.Exited.ConfigureAwait(false);
        var finished = _node.Now;

        _process.KillGroup();
        _group?.Kill();
        await pumps.WaitAsync(s_settle, _node.Time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await drained.CancelAsync().ConfigureAwait(false);
        await pumps.ConfigureAwait(false);
        Log.Dispose();
        _process.Dispose();

        var isOom = _group is { HasOomKilled: true } && exitCode == 128 + Libc.SigKill;
        await RemoveGroupAsync().ConfigureAwait(false);
        _node.Records.Remove(_launch.PodUid, _launch.Container.Name);
        return new V1ContainerStateTerminated
        {
            ContainerID = Id,
            ExitCode = exitCode,
            Reason = isOom ? "OOMKilled" : exitCode == 0 ? "Completed" : "Error",
            Message = TerminationMessage.Read(_launch, exitCode),
            StartedAt = StartedAt,
            FinishedAt = finished,
        };
    }

    private async Task RemoveGroupAsync()
    {
        if (_group is null)
        {
            return;
        }

        var step = TimeSpan.FromMilliseconds(20);
        for (var waited = TimeSpan.Zero; !_group.TryRemove() && waited < s_settle; waited += step)
        {
            await Task.Delay(step, _node.Time, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
