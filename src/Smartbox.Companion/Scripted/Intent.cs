namespace Smartbox.Companion.Scripted;

/// <summary>What the user wants, as far as the rules see it.</summary>
internal abstract record Intent
{
    public sealed record Greet : Intent;

    public sealed record Thanks : Intent;

    public sealed record Help : Intent;

    public sealed record Unclear : Intent;

    public sealed record Remember(string Fact) : Intent;

    /// <param name="Query">The question; null for everything that is known.</param>
    /// <param name="All">Every match is wanted, not the best one.</param>
    public sealed record Recall(string? Query, bool All) : Intent;

    public sealed record Forget(string Query) : Intent;

    public sealed record Remind(string Text, double? InMinutes, string? At) : Intent;

    /// <summary>A reminder was asked for, but what of or when is missing.</summary>
    public sealed record RemindIncomplete : Intent;
}
