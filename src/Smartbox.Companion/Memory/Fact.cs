namespace Smartbox.Companion.Memory;

/// <summary>One thing that the companion was asked to keep.</summary>
/// <param name="Id">Number, never used again.</param>
/// <param name="Text">A sentence, as the user said it.</param>
/// <param name="LearnedAt">When.</param>
internal sealed record Fact(long Id, string Text, DateTimeOffset LearnedAt);
