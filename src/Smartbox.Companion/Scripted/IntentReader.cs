using System.Text.RegularExpressions;

namespace Smartbox.Companion.Scripted;

/// <summary>Reads an <see cref="Intent"/> from a message by rules.</summary>
internal static partial class IntentReader
{
    // The rules look at a sentence; a book pasted into the chat is not one.
    private const int MaxLength = 2_000;

    public static Intent Read(string message)
    {
        var text = Spaces().Replace(message, " ").Trim().Replace('’', '\'');
        if (text.Length is 0 or > MaxLength)
        {
            return new Intent.Unclear();
        }

        var isQuestion = text.EndsWith('?');
        var sentence = Politeness().Replace(text, "").TrimEnd('.', '!', '?', ' ');
        if (sentence.Length == 0)
        {
            return Greeting().IsMatch(text) ? new Intent.Greet() : new Intent.Unclear();
        }

        return Commands(sentence)
            ?? (isQuestion || Question().IsMatch(sentence) ? new Intent.Recall(sentence, All: false)
            : Statement().IsMatch(sentence) ? new Intent.Remember(sentence)
            : new Intent.Unclear());
    }

    private static Intent? Commands(string sentence)
    {
        if (Thanks().IsMatch(sentence))
        {
            return new Intent.Thanks();
        }

        if (Greeting().IsMatch(sentence))
        {
            return new Intent.Greet();
        }

        if (Help().IsMatch(sentence))
        {
            return new Intent.Help();
        }

        if (Everything().Match(sentence) is { Success: true } all)
        {
            return new Intent.Recall(all.Groups["about"] is { Success: true, Value: not ("me" or "myself") } about ? about.Value : null, All: true);
        }

        if (Reminder().IsMatch(sentence))
        {
            return ReminderReader.Read(sentence);
        }

        if (DoYouKnow().Match(sentence) is { Success: true } known)
        {
            return new Intent.Recall(known.Groups["what"].Value, All: false);
        }

        if (Remember().Match(sentence) is { Success: true } fact)
        {
            return new Intent.Remember(fact.Groups["fact"].Value);
        }

        return Forget().Match(sentence) is { Success: true } forget ? new Intent.Forget(forget.Groups["what"].Value) : null;
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^((hi|hello|hey|ok|okay|so|well|and|also|please|by the way|btw)\b[,.! ]+|(can|could|would|will) you( please)? (?=remind|remember|forget|tell))+", Options)]
    private static partial Regex Politeness();

    [GeneratedRegex(@"^(hi|hello|hey|hallo|good (morning|afternoon|evening|day))( there| again| smartbox| companion)?[.! ]*$", Options)]
    private static partial Regex Greeting();

    [GeneratedRegex(@"^(thanks|thank you|thx|cheers)\b", Options)]
    private static partial Regex Thanks();

    [GeneratedRegex(@"^(help|who are you|what are you|what can you do|how do you work|what can i (say|ask|do)|(which|what) model are you|are you (an? )?(ai|bot|robot|human|model))$", Options)]
    private static partial Regex Help();

    [GeneratedRegex(@"^(what|which things|tell me what|everything) (do |did |have |can )?(you|i) (remember|know|recall|remembered|told you|tell you)( about (?<about>.+))?$", Options)]
    private static partial Regex Everything();

    [GeneratedRegex(@"^remind me\b", Options)]
    private static partial Regex Reminder();

    [GeneratedRegex(@"^(do you (still )?(remember|know|recall)|tell me) (?<what>.+)$", Options)]
    private static partial Regex DoYouKnow();

    [GeneratedRegex(@"^(remember|note|memorise|memorize|keep in mind|don't forget|do not forget|never forget)( that)?[:,]? (?<fact>.+)$", Options)]
    private static partial Regex Remember();

    [GeneratedRegex(@"^forget( about)?( that)?[:,]? (?<what>.+)$", Options)]
    private static partial Regex Forget();

    [GeneratedRegex(@"^(what|who|whom|whose|where|when|which|how|why|is|are|am|was|do|does|did|can|could|have|has|what's|where's|when's|who's|how's)\b", Options)]
    private static partial Regex Question();

    [GeneratedRegex(@"^((my|our) .+ (is|are|was|were|has|have|likes|loves|hates|lives|works|prefers|needs)\b|(i|we) (am called|am from|was born|live|work|like|love|hate|prefer|study|play|speak|own|drive|collect)\b|i'm (called|from)\b)", Options)]
    private static partial Regex Statement();
}
