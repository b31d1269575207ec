using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>What <c>immutable: true</c> of config maps and secrets forbids.</summary>
internal static class Immutability
{
    private const string Detail = "field is immutable when `immutable` is set";

    public static void Check(Place content, JsonObject old, string[] fields, Problems problems)
    {
        if (!old.IsTrue("immutable")) return;
        if (!content["immutable"].IsTrue) problems.Forbidden(content["immutable"], Detail);
        foreach (var name in fields)
            if (!JsonNode.DeepEquals(content[name].Node, old[name])) problems.Forbidden(content[name], Detail);
    }
}
