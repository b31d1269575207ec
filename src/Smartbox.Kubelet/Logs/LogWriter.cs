namespace Smartbox.Kubelet.Logs;

/// <summary>Writes lines as a <see cref="LogRequest"/> wants them, up to its limit.</summary>
internal sealed class LogWriter(Stream output, LogRequest request)
{
    private static readonly byte[] s_newLine = "\n"u8.ToArray();
    private static readonly byte[] s_space = " "u8.ToArray();

    private long _left = request.LimitBytes ?? long.MaxValue;
    private bool _isAtStart = true;

    public bool IsFull => _left <= 0;

    public async ValueTask WriteAsync(LogLine line, CancellationToken cancellationToken)
    {
        if (request.Timestamps && _isAtStart)
        {
            await SendAsync(line.Time, cancellationToken).ConfigureAwait(false);
            await SendAsync(s_space, cancellationToken).ConfigureAwait(false);
        }

        await SendAsync(line.Text, cancellationToken).ConfigureAwait(false);
        if (line.IsWhole)
        {
            await SendAsync(s_newLine, cancellationToken).ConfigureAwait(false);
        }

        _isAtStart = line.IsWhole;
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var part = bytes[..(int)Math.Min(bytes.Length, _left)];
        _left -= part.Length;
        await output.WriteAsync(part, cancellationToken).ConfigureAwait(false);
    }
}
