using Microsoft.Data.Sqlite;
using Smartbox.Companion.State;

namespace Smartbox.Companion.Memory;

/// <summary>The facts of a box, in all its sessions.</summary>
internal sealed class FactBook(CompanionDatabase database, TimeProvider time)
{
    /// <summary>Longest fact, in characters.</summary>
    public const int MaxLength = 2_000;

    /// <summary>Most facts: beyond, one must be forgotten first. Nothing is dropped silently.</summary>
    public const int MaxFacts = 10_000;

    /// <summary>Keeps a fact. The same fact again changes nothing; one with the topic of an older one takes its place.</summary>
    public Fact Remember(string text, string? topic)
    {
        text = text.Trim();
        topic = string.IsNullOrWhiteSpace(topic) ? null : topic.Trim();
        if (text.Length is 0 or > MaxLength)
        {
            throw new CompanionException($"A fact has 1 to {MaxLength} characters.");
        }

        return database.InTransaction(() =>
        {
            if (topic is not null)
            {
                database.Execute("DELETE FROM facts WHERE topic = @topic AND text <> @text", ("@topic", topic), ("@text", text));
            }

            if (database.Query("SELECT count(*) FROM facts", row => row.GetInt32(0))[0] >= MaxFacts)
            {
                throw new CompanionException($"The memory holds {MaxFacts} facts already; something must be forgotten first.");
            }

            database.Execute(
                "INSERT INTO facts (topic, text, learned_at) VALUES (@topic, @text, @now) ON CONFLICT (text) DO UPDATE SET topic = coalesce(@topic, topic)",
                ("@topic", topic), ("@text", text), ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()));
            return database.Query("SELECT id, text, learned_at FROM facts WHERE text = @text", Map, ("@text", text))[0];
        });
    }

    /// <summary>Facts that share a word with the query, best first, then newest first; all of them, newest first, without a query.</summary>
    public IReadOnlyList<Fact> Recall(string? query, int limit)
    {
        var wanted = Words.Of(query ?? "");
        if (wanted.Count == 0)
        {
            return Newest(limit);
        }

        return Newest(MaxFacts)
            .Select(fact => (fact, score: Words.Of(fact.Text).Count(wanted.Contains)))
            .Where(candidate => candidate.score > 0)
            .OrderByDescending(candidate => candidate.score)
            .Take(limit)
            .Select(candidate => candidate.fact)
            .ToList();
    }

    /// <summary>Forgets one fact; false when there is none of this number.</summary>
    public bool Forget(long id) => database.Execute("DELETE FROM facts WHERE id = @id", ("@id", id)) > 0;

    private IReadOnlyList<Fact> Newest(int limit) =>
        database.Query("SELECT id, text, learned_at FROM facts ORDER BY id DESC LIMIT @limit", Map, ("@limit", limit));

    private static Fact Map(SqliteDataReader row) => new(row.GetInt64(0), row.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)));
}
