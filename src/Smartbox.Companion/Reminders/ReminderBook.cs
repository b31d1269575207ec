using Microsoft.Data.Sqlite;
using Smartbox.Companion.State;

namespace Smartbox.Companion.Reminders;

/// <summary>Reminders of a box, kept until the relay has acknowledged that it has them.</summary>
internal sealed class ReminderBook(CompanionDatabase database, TimeProvider time)
{
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Completes at the next change. Take it before reading, so that no change is missed.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    public Reminder Add(string session, string run, string text, DateTimeOffset dueAt)
    {
        // To the millisecond, as it is stored: what is announced is what is kept.
        var reminder = new Reminder(
            Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), session, text, DateTimeOffset.FromUnixTimeMilliseconds(dueAt.ToUnixTimeMilliseconds()));
        database.Execute(
            "INSERT INTO reminders (id, session, run, text, due_at) VALUES (@id, @session, @run, @text, @due)",
            ("@id", reminder.Id), ("@session", session), ("@run", run), ("@text", text), ("@due", reminder.DueAt.ToUnixTimeMilliseconds()));
        Signal();
        return reminder;
    }

    /// <summary>All that were not acknowledged, the first due first.</summary>
    public IReadOnlyList<Reminder> Open() => database.Query(
        "SELECT id, session, text, due_at FROM reminders WHERE acknowledged_at IS NULL ORDER BY due_at, id", Map);

    /// <summary>Repeated or unknown ids change nothing.</summary>
    public void Acknowledge(string id)
    {
        database.Execute(
            "UPDATE reminders SET acknowledged_at = @now WHERE id = @id AND acknowledged_at IS NULL",
            ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()), ("@id", id));
        Signal();
    }

    private void Signal() => Interlocked.Exchange(ref _changed, NewSignal()).SetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Reminder Map(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)));
}
