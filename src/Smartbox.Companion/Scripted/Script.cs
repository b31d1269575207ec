using System.Text.Json;
using Microsoft.Extensions.AI;
using Smartbox.Companion.Conversation;
using Smartbox.Companion.Memory;

namespace Smartbox.Companion.Scripted;

/// <summary>The next thing to do for an intent, given what the tools have answered so far: a function call, or the answer.</summary>
internal static class Script
{
    public const string Introduction =
        "I am the companion's built-in scripted model: I follow simple rules, without a language model. I can remember what you tell me "
        + "(“remember that my cat is called Miso”), answer questions about it (“what is my cat called?”, “what do you remember?”), "
        + "forget it (“forget my cat”) and remind you (“remind me in 10 minutes to stretch”, “remind me at 18:30 to call mum”). "
        + "For real conversations, configure a model endpoint.";

    private const string NotKnown = "I do not know that. Tell me, for example “remember that my cat is called Miso”, and I will not forget it.";

    public static Step Next(Intent intent, IReadOnlyList<FunctionResultContent> results)
    {
        var last = results.Count == 0 ? null : ReadResult(results[^1]);
        if (last?.Error is { } error)
        {
            return Say($"That did not work. {error}");
        }

        return intent switch
        {
            Intent.Greet => Say("Hello! " + Introduction),
            Intent.Thanks => Say("You are welcome."),
            Intent.Help => Say(Introduction),
            Intent.Remember remember => last is null
                ? Call(results, CompanionTools.Remember, ("fact", remember.Fact), ("topic", Phrases.Topic(remember.Fact)))
                : Say($"I will remember: {Phrases.ToYou(remember.Fact)}."),
            Intent.Recall recall => last is null
                ? Call(results, CompanionTools.Recall, ("query", recall.Query))
                : Say(recall.All ? Everything(recall, last) : Best(recall, last)),
            Intent.Forget forget => Forget(forget, results, last),
            Intent.Remind remind => last is null
                ? Call(results, CompanionTools.Remind, ("text", remind.Text), ("inMinutes", remind.InMinutes), ("at", remind.At))
                : Say($"I will remind you {last.Due}: {Phrases.ToYou(remind.Text)}."),
            Intent.RemindIncomplete => Say("Tell me what and when, for example “remind me in 10 minutes to stretch” or “remind me at 18:30 to call mum”."),
            _ => Say("I did not understand that. " + Introduction),
        };
    }

    private static Step Forget(Intent.Forget forget, IReadOnlyList<FunctionResultContent> results, ToolResult? last)
    {
        var named = Words.Of(forget.Query);
        if (named.Count == 0 || named.IsSubsetOf(["everything", "all"]))
        {
            return Say("I forget only what you name, for example “forget my cat”.");
        }

        if (last is null)
        {
            return Call(results, CompanionTools.Recall, ("query", forget.Query));
        }

        // The first result is what matched; each one after it is a fact that is gone.
        var matches = Matching(ReadResult(results[0]), forget.Query);
        if (matches.Count == 0)
        {
            return Say("I remember nothing like that, so there is nothing to forget.");
        }

        return results.Count <= matches.Count
            ? Call(results, CompanionTools.Forget, ("id", matches[results.Count - 1].Id))
            : Say("Forgotten: " + string.Join("; ", matches.Select(fact => Phrases.ToYou(fact.Text))) + ".");
    }

    private static string Best(Intent.Recall recall, ToolResult result) =>
        Matching(result, recall.Query).FirstOrDefault() is { } fact ? Phrases.Sentence(Phrases.ToYou(fact.Text)) : NotKnown;

    private static string Everything(Intent.Recall recall, ToolResult result)
    {
        var facts = recall.Query is null ? result.Facts ?? [] : Matching(result, recall.Query);
        return facts.Count == 0
            ? NotKnown
            : "I remember:\n" + string.Join('\n', facts.Select(fact => "- " + Phrases.Sentence(Phrases.ToYou(fact.Text))));
    }

    // The tool finds facts that share a word; an answer must share all of them, or "my dog" would be called like the cat.
    private static List<FactResult> Matching(ToolResult result, string? query)
    {
        var wanted = Words.Of(query ?? "");
        return wanted.Count == 0 ? [] : [.. (result.Facts ?? []).Where(fact => wanted.IsSubsetOf(Words.Of(fact.Text)))];
    }

    private static ToolResult ReadResult(FunctionResultContent content)
    {
        if (content.Exception is not null)
        {
            return new ToolResult { Error = "The tool failed." };
        }

        return content.Result switch
        {
            JsonElement { ValueKind: JsonValueKind.Object } json => json.Deserialize<ToolResult>(ToolResult.Json) ?? new ToolResult(),
            ToolResult result => result,
            var other => new ToolResult { Error = other?.ToString() ?? "The tool answered nothing." },
        };
    }

    private static Step Say(string answer) => new(null, answer);

    private static Step Call(IReadOnlyList<FunctionResultContent> results, string function, params (string Name, object? Value)[] arguments) =>
        new(new FunctionCallContent(
            $"call-{results.Count + 1}", function, arguments.Where(argument => argument.Value is not null).ToDictionary(argument => argument.Name, argument => argument.Value)), "");
}

/// <summary>A function call, or an answer.</summary>
internal readonly record struct Step(FunctionCallContent? Call, string Answer);
