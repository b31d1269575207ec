using Smartbox.Protocol.V1;

namespace Smartbox.Sidecar.Relay.EventLog;

/// <summary>One reader's place in a session's log. Holds no buffers between reads.</summary>
internal sealed class LogCursor(SessionLog log, ulong after)
{
    private const int MaxMergedChars = 64 * 1024;

    private long? _offset;

    /// <summary>The last event that was read.</summary>
    public ulong Seq { get; private set; } = after;

    /// <summary>Reads what is there, oldest first.</summary>
    /// <param name="maxEvents">Most events.</param>
    /// <param name="maxChars">Characters of text after which no more are read.</param>
    /// <param name="merge">Pieces of one answer become one event with the number of the last.</param>
    /// <param name="wanted">When given, others are passed over.</param>
    /// <exception cref="InvalidDataException">The file was changed by someone else.</exception>
    public IReadOnlyList<Event> Read(int maxEvents, int maxChars, bool merge, Func<Event, bool>? wanted = null)
    {
        using var reader = log.ReadFrom(Seq + 1, _offset);
        if (reader is null)
        {
            return [];
        }

        var events = new List<Event>();
        var chars = 0;
        while (chars < maxChars && log.Newest > Seq)
        {
            var before = reader.Offset;
            if (reader.Next() is not { } record)
            {
                if (reader.IsAtEnd)
                {
                    break;
                }

                throw new InvalidDataException("The session's log was changed by someone else.");
            }

            var next = record.Event;
            if (next.Seq <= Seq)
            {
                continue;
            }

            if (wanted is null || wanted(next))
            {
                if (merge && CanMerge(events, next))
                {
                    events[^1].Text += next.Text;
                    events[^1].Seq = next.Seq;
                }
                else if (events.Count == maxEvents)
                {
                    _offset = before;
                    return events;
                }
                else
                {
                    events.Add(next);
                }

                chars += next.Text.Length;
            }

            Seq = next.Seq;
            _offset = reader.Offset;
        }

        return events;
    }

    private static bool CanMerge(List<Event> events, Event next) =>
        next.Kind == Event.Types.Kind.Delta && events is [.., { Kind: Event.Types.Kind.Delta } last] && last.Run == next.Run
        && last.Text.Length + next.Text.Length <= MaxMergedChars;
}
