namespace Smartbox.ApiServer.Resources.Selectors;

/// <summary>A word or symbol of a label selector; the empty text ends it.</summary>
internal readonly record struct LabelToken(string Text)
{
    public bool IsEnd => Text.Length == 0;

    public bool IsSymbol => Text is "=" or "==" or "!=" or "!" or "(" or ")" or "," or ">" or "<";

    public bool IsIdentifier => !IsEnd && !IsSymbol && Text is not ("in" or "notin");

    public bool BeginsRequirement => IsIdentifier || Text == "!";
}
