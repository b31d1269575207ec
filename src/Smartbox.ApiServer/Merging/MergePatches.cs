using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Merging;

/// <summary>JSON Merge Patch (RFC 7386).</summary>
internal static class MergePatches
{
    /// <summary>The patched copy of a document.</summary>
    public static JsonObject Apply(JsonObject document, JsonObject patch)
    {
        JsonObject patched = document.DeepClone().AsObject();
        Merge(patched, patch);

        return patched;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach ((string name, JsonNode? value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject part)
            {
                if (target[name] is not JsonObject child) target[name] = child = [];

                Merge(child, part);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
