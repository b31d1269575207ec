using System.Diagnostics;

namespace Smartbox.Kubelet.Processes;

/// <summary>A process that was started, and with it the group that it leads.</summary>
internal sealed class RunningProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunningProcess(Process process)
    {
        _process = process;
        _process.Exited += (_, _) => _exited.TrySetResult(_process.ExitCode);
    }

    /// <summary>Completes with the exit code; 128 and the signal's number when a signal ended it.</summary>
    public Task<int> Exited => _exited.Task;

    public Stream Output => _process.StandardOutput.BaseStream;

    public Stream Error => _process.StandardError.BaseStream;

    /// <summary>Sends a signal to the process alone, as a container runtime does.</summary>
    public void Signal(int signal)
    {
        if (!_exited.Task.IsCompleted)
        {
            Libc.Send(_process.Id, signal);
        }
    }

    /// <summary>Ends the process and what it left in its group.</summary>
    public void KillGroup()
    {
        if (!_exited.Task.IsCompleted)
        {
            // The group appears a moment after the start.
            if (!Libc.Send(-_process.Id, Libc.SigKill))
            {
                Libc.Send(_process.Id, Libc.SigKill);
            }
        }
        // A number that is in use again names a stranger.
        else if (ProcStat.Read(_process.Id) is null)
        {
            Libc.Send(-_process.Id, Libc.SigKill);
        }
    }

    public void Dispose() => _process.Dispose();
}
