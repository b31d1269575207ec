namespace Smartbox.Kubelet.Logs;

/// <summary>Carries what a process prints into its log, line by line.</summary>
internal static class OutputPump
{
    /// <summary>What is kept of a line before it is written in parts, as container runtimes have it.</summary>
    internal const int MaxLine = 16 * 1024;

    private const int ReadSize = 2048;

    public static async Task RunAsync(Stream output, string name, ContainerLog log, CancellationToken cancellationToken)
    {
        var buffer = new byte[ReadSize];
        var used = 0;
        try
        {
            while (true)
            {
                if (used == buffer.Length)
                {
                    Array.Resize(ref buffer, Math.Min(buffer.Length * 2, MaxLine));
                }

                var read = await output.ReadAsync(buffer.AsMemory(used), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                used = WriteLines(buffer, used + read, name, log);
            }
        }
        // Somebody who outlived the process holds the pipe open, or it broke: what came until then is what there is.
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
        }

        if (used > 0)
        {
            log.Write(name, buffer.AsSpan(0, used), isWhole: true);
        }
    }

    private static int WriteLines(byte[] buffer, int used, string name, ContainerLog log)
    {
        var start = 0;
        for (int length; (length = buffer.AsSpan(start, used - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
        {
            log.Write(name, buffer.AsSpan(start, length), isWhole: true);
        }

        var rest = used - start;
        if (rest == MaxLine)
        {
            log.Write(name, buffer.AsSpan(start, rest), isWhole: false);
            return 0;
        }

        buffer.AsSpan(start, rest).CopyTo(buffer);
        return rest;
    }
}
