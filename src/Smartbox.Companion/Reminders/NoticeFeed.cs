using System.Runtime.CompilerServices;

namespace Smartbox.Companion.Reminders;

/// <summary>What the companion has to say unasked: each reminder from when it is due, again and again until it is acknowledged.</summary>
internal sealed class NoticeFeed(ReminderBook reminders, CompanionOptions options, TimeProvider time)
{
    // A machine that slept or a clock that was set moves the wall clock under a timer: look again this often.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(5);

    public async IAsyncEnumerable<Reminder> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sent = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        while (true)
        {
            var changed = reminders.Changed;
            var open = reminders.Open();
            Prune(sent, open);

            var next = DateTimeOffset.MaxValue;
            foreach (var reminder in open)
            {
                var due = sent.TryGetValue(reminder.Id, out var last) ? last + options.NoticeRepeat : reminder.DueAt;
                if (due <= time.GetUtcNow())
                {
                    yield return reminder;
                    sent[reminder.Id] = time.GetUtcNow();
                    due = sent[reminder.Id] + options.NoticeRepeat;
                }

                next = due < next ? due : next;
            }

            await WaitAsync(changed, next, cancellationToken);
        }
    }

    private static void Prune(Dictionary<string, DateTimeOffset> sent, IReadOnlyList<Reminder> open)
    {
        var ids = open.Select(reminder => reminder.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in sent.Keys.Where(id => !ids.Contains(id)).ToList())
        {
            sent.Remove(id);
        }
    }

    private async Task WaitAsync(Task changed, DateTimeOffset next, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (next == DateTimeOffset.MaxValue)
        {
            await changed.WaitAsync(cancellationToken);
            return;
        }

        var wait = next - time.GetUtcNow();
        wait = wait > s_longestWait ? s_longestWait : wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        await Task.WhenAny(changed, Task.Delay(wait, time, stop.Token));
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
