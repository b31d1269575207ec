using Microsoft.Extensions.AI;
using Smartbox.Companion.State;

namespace Smartbox.Companion.Conversation;

/// <summary>What was said, per session.</summary>
internal sealed class ConversationLog(CompanionDatabase database, TimeProvider time)
{
    /// <summary>
    /// Keeps the user's message, once per run however often it is begun. What an interrupted try of the same run has set up and nobody has
    /// seen yet (reminders) is taken back, since it will be set up again.
    /// </summary>
    public Turn Begin(string session, string run, string user, string text) => database.InTransaction(() =>
    {
        database.Execute(
            "INSERT INTO runs (session, run, user, text, asked_at) VALUES (@session, @run, @user, @text, @now) ON CONFLICT (session, run) DO NOTHING",
            ("@session", session), ("@run", run), ("@user", user), ("@text", text), ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()));
        var turn = database.Query(
            "SELECT seq, text, asked_at, answer FROM runs WHERE session = @session AND run = @run",
            row => new Turn(
                row.GetInt64(0), session, run, row.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
                row.IsDBNull(3) ? null : row.GetString(3)),
            ("@session", session), ("@run", run))[0];
        if (turn.Answer is null)
        {
            database.Execute(
                "DELETE FROM reminders WHERE session = @session AND run = @run AND acknowledged_at IS NULL", ("@session", session), ("@run", run));
        }

        return turn;
    });

    /// <summary>Keeps the answer. It is on the disk when this returns.</summary>
    public void Answer(Turn turn, string answer) => database.Execute(
        "UPDATE runs SET answer = @answer, answered_at = @now WHERE seq = @seq",
        ("@answer", answer), ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()), ("@seq", turn.Seq));

    /// <summary>The latest messages of the session before a turn, oldest first: questions, answers and delivered reminders.</summary>
    public IReadOnlyList<ChatMessage> Before(Turn turn, int messages, int characters)
    {
        // A run is two messages. The newest rows first, until either bound is met.
        var rows = database.Query(
            """
            SELECT 0, asked_at, seq, text, answer FROM runs WHERE session = @session AND seq < @seq
            UNION ALL
            SELECT 1, acknowledged_at, 0, text, NULL FROM reminders
            WHERE session = @session AND acknowledged_at IS NOT NULL AND acknowledged_at <= @asked
            ORDER BY 2 DESC, 3 DESC LIMIT @limit
            """,
            row => (IsReminder: row.GetInt32(0) == 1, Text: row.GetString(3), Answer: row.IsDBNull(4) ? null : row.GetString(4)),
            ("@session", turn.Session), ("@seq", turn.Seq), ("@asked", turn.AskedAt.ToUnixTimeMilliseconds()), ("@limit", messages));

        var newestFirst = rows.SelectMany(row => row.IsReminder
            ? [new ChatMessage(ChatRole.Assistant, row.Text)]
            : row.Answer is null
                ? new[] { new ChatMessage(ChatRole.User, row.Text) }
                : [new ChatMessage(ChatRole.Assistant, row.Answer), new ChatMessage(ChatRole.User, row.Text)]);
        var history = new List<ChatMessage>();
        var length = 0;
        foreach (var message in newestFirst.Take(messages))
        {
            length += message.Text.Length;
            if (length > characters)
            {
                break;
            }

            history.Add(message);
        }

        history.Reverse();
        return history;
    }
}
