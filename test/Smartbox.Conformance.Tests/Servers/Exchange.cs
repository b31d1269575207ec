using System.Text.Json.Nodes;

namespace Smartbox.Conformance.Tests.Servers;

/// <summary>What a server answered.</summary>
internal sealed record Exchange(int Status, string? ContentType, IReadOnlyList<string> Warnings, string Text)
{
    private JsonNode? _json;

    /// <summary>The answer as JSON.</summary>
    public JsonNode Json => _json ??= JsonNode.Parse(Text)!;

    public string ResourceVersion => Field("metadata", "resourceVersion");

    public string Uid => Field("metadata", "uid");

    public string Name => Field("metadata", "name");

    /// <summary>A text below a path of names.</summary>
    public string Field(params string[] path) =>
        path.Aggregate((JsonNode?)Json, (node, step) => node?[step])?.GetValue<string>() ?? throw new InvalidOperationException($"No {string.Join('.', path)} in {Text}");
}
