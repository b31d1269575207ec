using System.Text.Json.Nodes;

namespace Smartbox.Conformance.Tests.Definitions;

/// <summary>An object with one mistake.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Body">The object.</param>
/// <param name="Message">Part of what the server says to it.</param>
internal sealed record BrokenObject(object[] Path, JsonNode Body, string Message)
{
    /// <summary>The path as the server writes it.</summary>
    public string Field => Display(Path);

    public static string Display(IEnumerable<object> path) => path.Aggregate("", (text, step) => step switch
    {
        int index => $"{text}[{index}]",
        _ => text.Length == 0 ? (string)step : $"{text}.{step}",
    });
}
