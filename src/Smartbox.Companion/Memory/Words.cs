using System.Text.RegularExpressions;

namespace Smartbox.Companion.Memory;

/// <summary>The words of a text that say something: lower case, without filler words, in one form ("called" and "named" are "name", plurals are singular).</summary>
internal static partial class Words
{
    private static readonly HashSet<string> s_filler =
    [
        "a", "an", "the", "i", "me", "my", "mine", "our", "we", "us", "you", "your", "it", "its", "is", "are", "am", "was", "were", "be", "do", "does", "did",
        "s", "m", "re", "ve", "d", "t", "what", "who", "whom", "whose", "where", "when", "which", "how", "why", "that", "this", "there", "of", "in", "on", "at", "to",
        "for", "with", "about", "and", "or", "know", "remember", "recall", "tell", "please", "can", "could", "would", "will", "have", "has", "had", "still",
    ];

    public static HashSet<string> Of(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match match in Word().Matches(text.ToLowerInvariant()))
        {
            if (!s_filler.Contains(match.Value))
            {
                words.Add(Normal(match.Value));
            }
        }

        return words;
    }

    private static string Normal(string word) => word switch
    {
        "called" or "named" or "names" or "call" => "name",
        "favorite" => "favourite",
        "color" => "colour",
        "lives" or "living" or "lived" => "live",
        "works" or "working" or "worked" => "work",
        _ when word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) => word[..^1],
        _ => word,
    };

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
