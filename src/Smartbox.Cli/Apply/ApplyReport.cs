namespace Smartbox.Cli.Apply;

/// <summary>What became of one manifest.</summary>
/// <param name="Name">The object, as in <c>smartbox.smartbox.dev/alice</c>.</param>
/// <param name="Outcome"><c>created</c>, <c>configured</c> or <c>unchanged</c>.</param>
/// <param name="Warnings">What the server warns of.</param>
internal sealed record ApplyReport(string Name, string Outcome, IReadOnlyList<string> Warnings);
