using System.Globalization;
using System.Text;
using Smartbox.Companion.Configuration;
using Smartbox.Companion.Memory;

namespace Smartbox.Companion.Conversation;

/// <summary>The system message of a turn.</summary>
internal static class Instructions
{
    // Keeps facts and settings from crowding the conversation out; recall reaches the rest.
    private const int MaxSection = 8_000;

    private const string BuiltIn = """
        You are a personal companion: always on, and you never forget.
        When the user tells you something worth keeping, call `remember` at once. Before you say that you do not know something about the user, call `recall`.
        Call `forget` only when asked to. For anything to be said later, call `remind`; never promise a reminder without it.
        Never claim to have done what no tool has confirmed. Answer briefly and plainly.
        """;

    public static string Build(BoxConfigValues config, IReadOnlyList<Fact> facts, DateTimeOffset now)
    {
        var text = new StringBuilder(BuiltIn);
        if (config.Instructions is { Length: > 0 } own)
        {
            text.Append("\n\n").Append(own);
        }

        var local = TimeZoneInfo.ConvertTime(now, config.TimeZone);
        text.Append(CultureInfo.InvariantCulture, $"\n\nThe user's local time is {local:dddd, yyyy-MM-dd HH:mm} ({config.TimeZone.Id}).");
        Section(text, "Settings of this companion (a language named here is the one to answer in):", config.ForTheModel.Select(value => $"{value.Key}: {value.Value}"));
        Section(text, "Remembered facts, newest first, in the user's words:", facts.Select(fact => fact.Text));
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var length = 0;
        foreach (var line in lines)
        {
            if (length + line.Length > MaxSection)
            {
                break;
            }

            if (length == 0)
            {
                text.Append("\n\n").Append(title);
            }

            text.Append("\n- ").Append(line);
            length += line.Length;
        }
    }
}
