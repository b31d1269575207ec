using System.Text.Json.Nodes;

namespace Smartbox.Cli.Kube;

/// <summary>What the API server answered.</summary>
/// <param name="IsCreated">Whether the object is new.</param>
/// <param name="Body">The answer.</param>
/// <param name="Warnings">What it warns of.</param>
internal sealed record ApiAnswer(bool IsCreated, JsonObject Body, IReadOnlyList<string> Warnings);
