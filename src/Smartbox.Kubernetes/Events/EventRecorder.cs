using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using System.Threading.Channels;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Smartbox.Kubernetes.Client;
using Smartbox.Kubernetes.Controllers;

namespace Smartbox.Kubernetes.Events;

/// <summary>
/// Takes events into a bounded channel and writes them from there. Equal ones become one event with a count, which is written at most once a
/// minute; an object that has too many different ones loses the excess.
/// </summary>
internal sealed class EventRecorder(IKubernetesClient client, string controller, string instance, TimeProvider time, ILogger<EventRecorder> logger)
    : IEventRecorder
{
    private const int Capacity = 1024;

    /// <summary>What the API server accepts of a note, in bytes.</summary>
    private const int MaxNote = 1024;

    private static readonly TimeSpan s_seriesInterval = TimeSpan.FromMinutes(1);

    /// <summary>A series that was quiet for this long is over; the next of its kind is a new event. (Kubernetes' own: 6 minutes.)</summary>
    private static readonly TimeSpan s_seriesLife = TimeSpan.FromMinutes(6);

    private readonly Channel<EventRecord> _channel = Channel.CreateBounded<EventRecord>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Dictionary<EventRecord, EventSeries> _series = [];
    private readonly Dictionary<string, ObjectBudget> _budgets = new(StringComparer.Ordinal);

    public void Record(IKubernetesObject<V1ObjectMeta> entity, string type, string reason, string action, string note)
    {
        var kind = EntityType.Of(entity.GetType());
        var record = new EventRecord(EntityKey.Of(entity), kind.ApiVersion, kind.Kind, entity.Metadata.Uid, type, reason, action, Shorten(note));
        if (!_channel.Writer.TryWrite(record))
        {
            EventMetrics.Recorded.WithLabels("dropped_full").Inc();
        }
    }

    /// <summary>No more events are taken; <see cref="RunAsync"/> ends when it has written those it has.</summary>
    public void Complete() => _channel.Writer.TryComplete();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var tick = new PeriodicTimer(s_seriesInterval, time);
        var ticked = tick.WaitForNextTickAsync(cancellationToken).AsTask();
        var readable = _channel.Reader.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            await Task.WhenAny(ticked, readable).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            while (_channel.Reader.TryRead(out var record))
            {
                await TakeAsync(record, cancellationToken).ConfigureAwait(false);
            }

            if (readable.IsCompleted)
            {
                if (!await readable.ConfigureAwait(false))
                {
                    await WriteCountsAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
                    return;
                }

                readable = _channel.Reader.WaitToReadAsync(cancellationToken).AsTask();
            }

            if (ticked.IsCompleted)
            {
                await WriteCountsAsync(s_seriesInterval, cancellationToken).ConfigureAwait(false);
                ticked = tick.WaitForNextTickAsync(cancellationToken).AsTask();
            }
        }
    }

    private async Task TakeAsync(EventRecord record, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_series.TryGetValue(record, out var series) && now - series.LastObserved < s_seriesLife)
        {
            series.Count++;
            series.LastObserved = now;
            EventMetrics.Recorded.WithLabels("counted").Inc();
            return;
        }

        var subject = record.Uid ?? record.Key.ToString();
        if (!_budgets.TryGetValue(subject, out var budget))
        {
            _budgets[subject] = budget = new ObjectBudget(now);
        }

        if (!budget.TrySpend(now))
        {
            EventMetrics.Recorded.WithLabels("dropped_rate").Inc();
            return;
        }

        var name = NameOf(record, now);
        if (await TryWriteAsync(record, () => client.CreateAsync(ToEvent(record, name, now), cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            _series[record] = new EventSeries(name, now);
            EventMetrics.Recorded.WithLabels("created").Inc();
        }
    }

    private async Task WriteCountsAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var (record, series) in _series)
        {
            if (series.Count > series.WrittenCount && now - series.LastWritten >= interval)
            {
                series.WrittenCount = series.Count;
                series.LastWritten = now;
                await TryWriteAsync(record, () => WriteCountAsync(record, series, cancellationToken), cancellationToken).ConfigureAwait(false);
            }

            if (now - series.LastObserved >= s_seriesLife)
            {
                _series.Remove(record);
            }
        }

        foreach (var (subject, budget) in _budgets)
        {
            if (budget.IsFull(now))
            {
                _budgets.Remove(subject);
            }
        }
    }

    private Task<Eventsv1Event> WriteCountAsync(EventRecord record, EventSeries series, CancellationToken cancellationToken)
    {
        var patch = new JsonObject
        {
            ["series"] = new JsonObject
            {
                ["count"] = series.Count,
                ["lastObservedTime"] = series.LastObserved.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"),
            },
        };
        return client.PatchAsync<Eventsv1Event>(
            NamespaceOf(record), series.Name, new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch), cancellationToken);
    }

    private async Task<bool> TryWriteAsync(EventRecord record, Func<Task<Eventsv1Event>> write, CancellationToken cancellationToken)
    {
        try
        {
            await write().ConfigureAwait(false);
            return true;
        }
        // Events are a courtesy: one that cannot be written is counted and gone.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            EventMetrics.Recorded.WithLabels("failed").Inc();
            Log.EventFailed(logger, record.Reason, record.Kind, record.Key, e);
            return false;
        }
    }

    private Eventsv1Event ToEvent(EventRecord record, string name, DateTimeOffset now) => new()
    {
        Metadata = new V1ObjectMeta { NamespaceProperty = NamespaceOf(record), Name = name },
        EventTime = now.UtcDateTime,
        Regarding = record.Reference(),
        Type = record.Type,
        Reason = record.Reason,
        Action = record.Action,
        Note = record.Note,
        ReportingController = controller,
        ReportingInstance = instance,
    };

    private static string Shorten(string note)
    {
        if (Encoding.UTF8.GetByteCount(note) <= MaxNote)
        {
            return note;
        }

        Span<byte> bytes = stackalloc byte[MaxNote - 3];
        Utf8.FromUtf16(note, bytes, out var read, out _);
        return string.Concat(note.AsSpan(0, read), "…");
    }

    // The event of an object without a namespace lives in `default`, as the API server demands.
    private static string NamespaceOf(EventRecord record) => record.Key.Namespace ?? "default";

    // Unique per object and time, as client-go names them; names have 253 characters at most.
    private static string NameOf(EventRecord record, DateTimeOffset now)
    {
        var suffix = $".{now.UtcTicks:x}{(uint)record.GetHashCode():x8}";
        var name = record.Key.Name;
        return name[..Math.Min(name.Length, 253 - suffix.Length)] + suffix;
    }
}
