namespace Smartbox.Api.Schema;

/// <summary>One of a few words, where the words are not ours to make an enum of.</summary>
public sealed class OneOfAttribute : StringAttribute
{
    public OneOfAttribute(params string[] words)
        : base(words.Max(w => w.Length))
    {
        Words = words;
        Values = words;
    }

    public IReadOnlyList<string> Words { get; }
}
