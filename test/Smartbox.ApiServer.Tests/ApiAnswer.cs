using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Tests;

/// <summary>What the server said.</summary>
public sealed record ApiAnswer(int Code, string Text, string? MediaType, IReadOnlyList<string> Warnings)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string Message => (string)Json["message"]!;

    public string? Reason => (string?)Json["reason"];

    public string Version => (string)Json["metadata"]!["resourceVersion"]!;
}
