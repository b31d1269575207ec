using Microsoft.Extensions.Logging;

namespace Smartbox.Kubelet.Processes;

/// <summary>Ends what a kubelet that died left running.</summary>
internal static class LeftOvers
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_killTime = TimeSpan.FromSeconds(10);

    /// <summary>SIGTERM to the leaders, time to end, SIGKILL for the rest.</summary>
    /// <exception cref="KubeletException">Something does not even end by SIGKILL.</exception>
    public static async Task EndAsync(ProcessRecords records, TimeSpan grace, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var running = records.Running();
        if (running.Count > 0)
        {
            Log.LeftOversFound(logger, running.Count);
            foreach (var leader in running.Where(p => p.Session == p.Pid))
            {
                Libc.Send(leader.Pid, Libc.SigTerm);
            }

            // Their helpers end with them; what has no leader gets no more time.
            await UntilAsync(() => !records.Running().Any(p => p.Session == p.Pid), grace, time, cancellationToken).ConfigureAwait(false);
            foreach (var process in records.Running())
            {
                Libc.Send(process.Pid, Libc.SigKill);
            }

            if (!await UntilAsync(() => records.Running().Count == 0, s_killTime, time, cancellationToken).ConfigureAwait(false))
            {
                throw new KubeletException($"Processes of an earlier run do not end: {string.Join(", ", records.Running().Select(p => p.Pid))}.");
            }
        }

        records.Clear();
    }

    private static async Task<bool> UntilAsync(Func<bool> condition, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (!condition())
        {
            if (time.GetElapsedTime(start) >= timeout)
            {
                return false;
            }

            await Task.Delay(s_interval, time, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }
}
