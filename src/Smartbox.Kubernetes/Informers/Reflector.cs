using System.Text.Json;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Smartbox.Kubernetes.Client;
using Smartbox.Kubernetes.Json;

namespace Smartbox.Kubernetes.Informers;

/// <summary>Keeps a store equal to what the API server has: a list, then watches for ever, and a new list when a watch cannot go on.</summary>
internal sealed class Reflector<T>(
    ApiConnection connection, ListQuery query, string? ns, EntityStore<T> store, Func<T, T> transform, TimeProvider time, Func<double> random, ILogger logger)
    where T : class, IKubernetesObject<V1ObjectMeta>, new()
{
    /// <summary>How long a watch without a byte may outlive the end that the server was asked for.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(1);

    /// <summary>How long a page, or the headers of a watch, may take.</summary>
    private static readonly TimeSpan s_answerTimeout = TimeSpan.FromMinutes(1);

    /// <summary>A watch that ends sooner and empty-handed is a failure, or the loop would be a hot one.</summary>
    private static readonly TimeSpan s_shortWatch = TimeSpan.FromSeconds(1);

    private static readonly Backoff s_backoff = new(TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(30), Jitter: 0.5);

    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The last version seen on any event: where the next watch begins. Null asks for a list.
    private ulong? _version;
    private ulong _highest;
    private int _failures;
    private long _lastProgress = time.GetTimestamp();
    private DateTimeOffset? _lastActivity;

    /// <summary>Completes once the first list is in the store.</summary>
    public Task Synced => _synced.Task;

    /// <summary>When the API server was last heard of.</summary>
    public DateTimeOffset? LastActivity => _lastActivity;

    /// <summary>Since when nothing happened at all, not even an error.</summary>
    public TimeSpan Idle => time.GetElapsedTime(Volatile.Read(ref _lastProgress));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan delay;
            try
            {
                delay = await RunOnceAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            // Whatever it is, the next round may work; it is reported here and the watch goes on where it was.
            catch (Exception e)
            {
                delay = Failed(e);
            }

            Volatile.Write(ref _lastProgress, time.GetTimestamp());
            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken)
    {
        _version ??= await ListAsync(cancellationToken).ConfigureAwait(false);
        _synced.TrySetResult();

        var start = time.GetTimestamp();
        var events = await WatchAsync(_version.Value, cancellationToken).ConfigureAwait(false);
        if (events > 0 || time.GetElapsedTime(start) >= s_shortWatch)
        {
            _failures = 0;
            return TimeSpan.Zero;
        }

        return NextDelay();
    }

    private TimeSpan Failed(Exception error)
    {
        var answer = error as KubernetesException;
        if (answer is { StatusCode: 410 } || IsFromTheFuture(answer))
        {
            Log.WatchExpired(logger, typeof(T).Name, _version ?? 0);
            InformerMetrics.Relists.WithLabels(typeof(T).Name).Inc();
            _version = null;
            return _failures++ == 0 ? TimeSpan.Zero : NextDelay();
        }

        var delay = answer?.RetryAfter ?? NextDelay();
        Log.WatchFailed(logger, typeof(T).Name, delay, error);
        InformerMetrics.Failures.WithLabels(typeof(T).Name).Inc();
        return delay;
    }

    private TimeSpan NextDelay() => s_backoff.After(_failures++, random());

    // The server's history is shorter than what we saw: its etcd was restored from a backup.
    private static bool IsFromTheFuture(KubernetesException? error) =>
        error?.Status?.Details?.Causes?.Any(c => c.Reason == "ResourceVersionTooLarge") == true;

    private async Task<ulong> ListAsync(CancellationToken cancellationToken)
    {
        var seen = new HashSet<EntityKey>();
        for (string? next = null; ;)
        {
            byte[] body;
            try
            {
                body = await GetAsync(query.Page(next), cancellationToken).ConfigureAwait(false);
            }
            // The snapshot that the pages come from was compacted: one list in one piece cannot be.
            catch (KubernetesException e) when (e.StatusCode == 410 && next is not null)
            {
                seen.Clear();
                body = await GetAsync(query.Whole(), cancellationToken).ConfigureAwait(false);
            }

            var page = ListPage.Parse(body);
            var rewound = page.Version < _highest;
            foreach (var item in page.Items)
            {
                seen.Add(item.Key);
                Take(item, body, rewound);
            }

            next = page.Continue;
            if (next is not null)
            {
                continue;
            }

            if (rewound)
            {
                Log.HistoryRewound(logger, typeof(T).Name, _highest, page.Version);
            }

            store.RemoveUnseen(ns, seen, rewound ? ulong.MaxValue : page.Version);
            _highest = page.Version;
            Log.Listed(logger, typeof(T).Name, seen.Count, page.Version);
            return page.Version;
        }
    }

    private async Task<byte[]> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(s_answerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var response = await connection.SendAsync(new ApiRequest(HttpMethod.Get, path), either.Token).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
        Heard();
        return body;
    }

    private async Task<int> WatchAsync(ulong version, CancellationToken cancellationToken)
    {
        var timeoutSeconds = 300 + (int)(300 * random());
        var silence = TimeSpan.FromSeconds(timeoutSeconds) + s_grace;
        using var watchdog = new CancellationTokenSource(s_answerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(watchdog.Token, cancellationToken);
        try
        {
            var request = new ApiRequest(HttpMethod.Get, query.Watch(version.ToString(), timeoutSeconds));
            using var response = await connection.SendAsync(request, either.Token).ConfigureAwait(false);
            watchdog.CancelAfter(silence);
            var stream = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                using var lines = new LineReader(stream, () =>
                {
                    watchdog.CancelAfter(silence);
                    Heard();
                });
                for (var events = 0; ; events++)
                {
                    if (await lines.ReadLineAsync(either.Token).ConfigureAwait(false) is not { } line)
                    {
                        return events;
                    }

                    Handle(line.Span);
                    _failures = 0;
                }
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The watch of {typeof(T).Name} was silent for too long.", e);
        }
    }

    private void Handle(ReadOnlySpan<byte> line)
    {
        var frame = WatchFrame.Parse(line);
        switch (frame.Type)
        {
            case WatchFrameType.Added or WatchFrameType.Modified:
                Take(frame.Object, line, force: false);
                break;
            case WatchFrameType.Deleted:
                var last = Decode(frame.Object, line);
                store.Remove(frame.Object.Key, frame.Object.Version, last?.Metadata.Uid, last);
                break;
            case WatchFrameType.Error:
                var status = JsonSerializer.Deserialize(line[frame.Object.Body], EntityJson.TypeInfo<V1Status>());
                throw new KubernetesException(status?.Code ?? 500, status, $"The watch of {typeof(T).Name} ended: {status?.Message}");
        }

        if (frame.Object.Version > 0)
        {
            _version = frame.Object.Version;
            _highest = Math.Max(_highest, frame.Object.Version);
        }
    }

    private void Take(ObjectHeader header, ReadOnlySpan<byte> buffer, bool force)
    {
        // Most of what a leader's watches bring are its own writes coming back.
        if ((force || store.IsNews(header.Key, header.Version)) && Decode(header, buffer) is { } entity)
        {
            store.Upsert(entity, force);
        }
    }

    // Null for one that cannot be decoded: the store keeps the last state that could be.
    private T? Decode(ObjectHeader header, ReadOnlySpan<byte> buffer)
    {
        try
        {
            return transform(EntityDecoder.Decode<T>(buffer[header.Body]));
        }
        // A transform is code of the program, and a converter may throw anything; one object must not end the stream.
        catch (Exception e)
        {
            Log.Undecodable(logger, typeof(T).Name, header.Key, header.Version, e);
            InformerMetrics.Undecodable.WithLabels(typeof(T).Name).Inc();
            return null;
        }
    }

    private void Heard()
    {
        _lastActivity = time.GetUtcNow();
        Volatile.Write(ref _lastProgress, time.GetTimestamp());
    }
}
