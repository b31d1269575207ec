namespace Smartbox.Operator.Status;

/// <summary>Texts of others, cut to what a status should carry.</summary>
internal static class Text
{
    /// <value>1,024 characters.</value>
    public const int MaxLength = 1024;

    public static string Short(string text) => text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength - 1), "…");
}
