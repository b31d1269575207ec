using System.Text.RegularExpressions;

namespace Smartbox.Companion.Scripted;

/// <summary>Turns what a user says of themselves into what is said to them.</summary>
internal static partial class Phrases
{
    /// <summary>"my cat is called Miso" → "your cat is called Miso".</summary>
    public static string ToYou(string text) => FirstPerson().Replace(text, match => match.Value.ToLowerInvariant() switch
    {
        "i am" or "i'm" or "we are" or "we're" => "you are",
        "i was" => "you were",
        "i've" or "we've" => "you have",
        "i'll" or "we'll" => "you will",
        "am i" => "are you",
        "i" or "we" or "me" or "us" or "the user" => "you",
        "my" or "our" or "the user's" => "your",
        "mine" or "ours" => "yours",
        "myself" => "yourself",
        _ => match.Value,
    });

    /// <summary>A sentence: capital at the start, full stop at the end.</summary>
    public static string Sentence(string text) =>
        text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].TrimEnd('.', '!', ' ') + ".";

    /// <summary>What a fact is about when a newer one takes its place (names, favourites, home …), otherwise null.</summary>
    public static string? Topic(string fact)
    {
        if (NameOf().Match(fact) is { Success: true } name)
        {
            return $"{name.Groups["of"].Value.ToLowerInvariant()} name".Trim();
        }

        if (Single().Match(fact) is { Success: true } single)
        {
            return single.Groups["what"].Value.ToLowerInvariant();
        }

        return Home().IsMatch(fact) ? "home" : null;
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"\b(i am|i'm|i was|i've|i'll|we are|we're|we've|we'll|am i|the user's|the user|myself|mine|ours|my|our|me|us|we|i)\b", Options)]
    private static partial Regex FirstPerson();

    [GeneratedRegex(@"^((my|our) (?<of>.{1,40}?) (is|are) (called|named) |(my|our) ((?<of>.{1,40}?)'s? )?names? (is|are) |(i am|i'm) called )", Options)]
    private static partial Regex NameOf();

    [GeneratedRegex(@"^(my|our) (?<what>(favou?rite .{1,40}?|birthday|address|phone number|e-?mail( address)?|age)) is ", Options)]
    private static partial Regex Single();

    [GeneratedRegex(@"^(i|we) live in ", Options)]
    private static partial Regex Home();
}
