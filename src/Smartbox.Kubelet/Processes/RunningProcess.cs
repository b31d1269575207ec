using System.Diagnostics;

namespace Smartbox.Kubelet.Processes;

/// <summary>A process that was started, and with it the group that it leads.</summary>
internal sealed class RunningProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _id;
    private ulong? _startTime;

    public RunningProcess(Process process)
    {
        _process = process;
        _process.Exited += (_, _) => _exited.TrySetResult(_process.ExitCode);
    }

    /// <summary>Completes with the exit code; 128 and the signal's number when a signal ended it.</summary>
    public Task<int> Exited => _exited.Task;

    public Stream Output => _process.StandardOutput.BaseStream;

    public Stream Error => _process.StandardError.BaseStream;

    /// <exception cref="System.ComponentModel.Win32Exception">The system does not start it.</exception>
    public void Start()
    {
        _process.Start();
        _id = _process.Id;
        _startTime = ProcStat.Read(_id)?.StartTime;
        _process.StandardInput.Close();
    }

    /// <summary>Sends a signal to the process alone, as a container runtime does.</summary>
    public void Signal(int signal)
    {
        if (IsThere)
        {
            Libc.Send(_id, signal);
        }
    }

    /// <summary>Ends the process and what it left in its group.</summary>
    public void KillGroup()
    {
        if (IsThere)
        {
            // The group appears a moment after the start.
            if (!Libc.Send(-_id, Libc.SigKill))
            {
                Libc.Send(_id, Libc.SigKill);
            }
        }
        else if (ProcStat.Read(_id) is null)
        {
            // No number is given away again while a group has it.
            Libc.Send(-_id, Libc.SigKill);
        }
    }

    public void Dispose() => _process.Dispose();

    // The runtime reaps a child a good while before it tells, and a busy machine gives its number to a stranger in that time.
    private bool IsThere => !_exited.Task.IsCompleted && _startTime is not null && ProcStat.Read(_id)?.StartTime == _startTime;
}
