using System.Text;
using Smartbox.Kubelet.Processes;

namespace Smartbox.Kubelet.Containers;

/// <summary>Reads what a command prints, keeps the beginning and lets the rest go by.</summary>
internal static class ExecOutput
{
    /// <summary>As much as a kubelet keeps of a probe's output.</summary>
    private const int Kept = 10 * 1024;

    public static async Task<string> ReadAsync(RunningProcess process, CancellationToken cancellationToken)
    {
        var output = ReadAsync(process.Output, cancellationToken);
        var error = ReadAsync(process.Error, cancellationToken);

        // A helper that the command left behind may hold the pipes open: the command's end counts.
        await Task.WhenAny(Task.WhenAll(output, error), process.Exited).ConfigureAwait(false);
        await process.Exited.WaitAsync(cancellationToken).ConfigureAwait(false);
        process.KillGroup();
        return await output.ConfigureAwait(false) + await error.ConfigureAwait(false);
    }

    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var kept = new byte[Kept];
        var rest = new byte[1024];
        var used = 0;
        while (true)
        {
            var target = used < Kept ? kept.AsMemory(used) : rest;
            var read = await stream.ReadAsync(target, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return Encoding.UTF8.GetString(kept.AsSpan(0, used));
            }

            used = used < Kept ? used + read : used;
        }
    }
}
