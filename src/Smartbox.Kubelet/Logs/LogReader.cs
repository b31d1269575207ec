namespace Smartbox.Kubelet.Logs;

/// <summary>Answers a <see cref="LogRequest"/> from the files of one run.</summary>
internal static class LogReader
{
    /// <param name="file">The newest file of the run.</param>
    /// <param name="live">The run's log while it is written; null when it has ended.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task CopyAsync(string file, ContainerLog? live, LogRequest request, Stream output, CancellationToken cancellationToken)
    {
        var writer = new LogWriter(output, request);
        var skip = request.TailLines is { } tail ? Math.Max(0, CountLines(file, request.Since) - tail) : 0;
        var part = 0;
        var isFollowing = request.Follow && live is not null;
        foreach (var path in LogFolder.PartsOf(file))
        {
            using var reader = TryOpen(path);
            if (reader is null)
            {
                continue;
            }

            part = path == file ? part : Math.Max(part, LogFolder.PartNumber(path));
            skip = await CopyPartAsync(reader, skip).ConfigureAwait(false);
            if (path == file)
            {
                await FollowAsync(reader).ConfigureAwait(false);
            }
        }

        async Task<int> CopyPartAsync(LogFileReader reader, int toSkip)
        {
            while (!writer.IsFull && reader.Next() is { } bytes)
            {
                if (LogLine.Parse(bytes) is not { } line || (request.Since is { } since && !line.IsSince(since)))
                {
                    continue;
                }

                if (toSkip > 0)
                {
                    toSkip -= line.IsWhole ? 1 : 0;
                    continue;
                }

                await writer.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            }

            return toSkip;
        }

        async Task FollowAsync(LogFileReader first)
        {
            if (!isFollowing)
            {
                return;
            }

            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            var reader = first;
            try
            {
                while (!writer.IsFull)
                {
                    var written = live!.Written;
                    var isLast = live.IsClosed;
                    await CopyPartAsync(reader, 0).ConfigureAwait(false);

                    // The file that was read was put aside: its rest is read already, the next ones are read from their beginning.
                    if (File.Exists($"{file}.{part + 1}"))
                    {
                        await CopyPartAsync(reader, 0).ConfigureAwait(false);
                        part++;
                        var next = TryOpen($"{file}.{part + 1}") ?? TryOpen(file);
                        if (next is null)
                        {
                            return;
                        }

                        reader.Dispose();
                        reader = next;
                        continue;
                    }

                    await output.FlushAsync(cancellationToken).ConfigureAwait(false);
                    if (isLast)
                    {
                        return;
                    }

                    await written.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                reader.Dispose();
            }
        }
    }

    /// <summary>The end of a log as text, for a termination message.</summary>
    public static string Tail(string file, int maxLines, int maxBytes)
    {
        var last = new Queue<byte[]>();
        var size = 0;
        foreach (var path in LogFolder.PartsOf(file).TakeLast(2))
        {
            using var reader = new LogFileReader(path);
            while (reader.Next() is { } bytes)
            {
                if (LogLine.Parse(bytes) is not { } line)
                {
                    continue;
                }

                byte[] text = line.IsWhole ? [.. line.Text.Span, (byte)'\n'] : line.Text.ToArray();
                last.Enqueue(text);
                size += text.Length;
                while (last.Count > maxLines || size - last.Peek().Length >= maxBytes)
                {
                    size -= last.Dequeue().Length;
                }
            }
        }

        byte[] all = [.. last.SelectMany(l => l)];
        return System.Text.Encoding.UTF8.GetString(all.AsSpan(Math.Max(0, all.Length - maxBytes)));
    }

    private static int CountLines(string file, DateTimeOffset? since)
    {
        var count = 0;
        foreach (var path in LogFolder.PartsOf(file))
        {
            using var reader = TryOpen(path);
            while (reader?.Next() is { } bytes)
            {
                count += LogLine.Parse(bytes) is { IsWhole: true } line && (since is null || line.IsSince(since.Value)) ? 1 : 0;
            }
        }

        return count;
    }

    // Rotation may take a file away between listing and opening.
    private static LogFileReader? TryOpen(string path)
    {
        try
        {
            return new LogFileReader(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
