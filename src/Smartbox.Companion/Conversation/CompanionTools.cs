using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;
using Smartbox.Companion.Memory;
using Smartbox.Companion.Reminders;

namespace Smartbox.Companion.Conversation;

/// <summary>What a model may do in a turn, through function calling.</summary>
internal sealed class CompanionTools(FactBook facts, ReminderBook reminders, Turn turn, TimeZoneInfo zone)
{
    public const string Remember = "remember";
    public const string Recall = "recall";
    public const string Forget = "forget";
    public const string Remind = "remind";

    private const int RecallLimit = 50;

    /// <summary>The functions of one turn.</summary>
    public IList<AITool> Create() =>
    [
        Function(RememberFact, Remember),
        Function(RecallFacts, Recall),
        Function(ForgetFact, Forget),
        Function(RemindAt, Remind),
    ];

    [Description("Keeps a fact about the user or for the user, for ever and in all conversations.")]
    private ToolResult RememberFact(
        [Description("One sentence in the user's own words, for example: my cat is called Miso")] string fact,
        [Description("What it is about, if a newer answer replaces an older one, for example: cat name. Leave it out otherwise.")] string? topic = null) =>
        Guarded(() => ToolResult.Of(facts.Remember(fact, topic)));

    [Description("Looks facts up that were remembered, in this conversation or any other. Use it before saying that something is not known.")]
    private ToolResult RecallFacts(
        [Description("Words that the fact may contain, for example: cat name. Leave it out for everything.")] string? query = null) =>
        Guarded(() => new ToolResult { Facts = [.. facts.Recall(query, RecallLimit).Select(FactResult.Of)] });

    [Description("Forgets one fact. Recall it first to get its id. Only when the user asks for it.")]
    private ToolResult ForgetFact([Description("The id that recall gave")] long id) =>
        Guarded(() => facts.Forget(id) ? new ToolResult() : new ToolResult { Error = $"There is no fact {id}." });

    [Description("Sends the user a reminder in this conversation at a time. Give exactly one of inMinutes and at.")]
    private ToolResult RemindAt(
        [Description("What to remind of, for example: call mum")] string text,
        [Description("Minutes from now")] double? inMinutes = null,
        [Description("Local time of the user: HH:mm, 'tomorrow HH:mm' or yyyy-MM-ddTHH:mm")] string? at = null) =>
        Guarded(() =>
        {
            if (string.IsNullOrWhiteSpace(text) || text.Length > FactBook.MaxLength)
            {
                throw new CompanionException($"A reminder has a text of 1 to {FactBook.MaxLength} characters.");
            }

            var due = (inMinutes, string.IsNullOrWhiteSpace(at)) switch
            {
                ({ } minutes, true) => ReminderClock.After(turn.AskedAt, minutes),
                (null, false) => ReminderClock.At(turn.AskedAt, at!, zone),
                _ => throw new CompanionException("Give exactly one of inMinutes and at."),
            };
            var reminder = reminders.Add(turn.Session, turn.Run, text.Trim(), due);
            return new ToolResult { Due = ReminderClock.Describe(reminder.DueAt, turn.AskedAt, zone) };
        });

    // What a model did wrong it is told, so that it can do better; what failed here too, so that it claims nothing that did not happen.
    private static ToolResult Guarded(Func<ToolResult> work)
    {
        try
        {
            return work();
        }
        catch (CompanionException e)
        {
            return new ToolResult { Error = e.Message };
        }
        catch (SqliteException)
        {
            return new ToolResult { Error = "The memory could not be read or written." };
        }
    }

    private static AIFunction Function(Delegate method, string name) =>
        AIFunctionFactory.Create(method, name, serializerOptions: ToolResult.Json);
}

/// <summary>What a tool answers to the model.</summary>
internal sealed class ToolResult
{
    internal static JsonSerializerOptions Json { get; } = new(AIJsonUtilities.DefaultOptions)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Why it did not work; absent when it did.</summary>
    public string? Error { get; set; }

    public IReadOnlyList<FactResult>? Facts { get; set; }

    /// <summary>When a reminder is due, in words.</summary>
    public string? Due { get; set; }

    public static ToolResult Of(Fact fact) => new() { Facts = [FactResult.Of(fact)] };
}

/// <summary>A fact as a model sees it.</summary>
internal sealed record FactResult(long Id, string Text, string LearnedAt)
{
    public static FactResult Of(Fact fact) => new(fact.Id, fact.Text, fact.LearnedAt.ToString("yyyy-MM-dd"));
}
