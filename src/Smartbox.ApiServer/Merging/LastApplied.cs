using System.Text.Json;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Merging;

/// <summary>
/// What <c>kubectl apply</c> without <c>--server-side</c> leaves in an annotation. Who goes on with server-side apply, under the
/// name <c>kubectl</c>, has no conflict over it, and the annotation keeps pace for who goes back.
/// </summary>
internal static class LastApplied
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    public static bool Concerns(FieldWriter writer) => writer.Manager == "kubectl";

    /// <summary>The fields that were applied by the client and are still as it applied them; null when there are none.</summary>
    public static FieldSet? StillApplied(Schema schema, JsonObject live, FieldWriter writer)
    {
        try
        {
            if (Text(live) is not { } text || JsonNode.Parse(text) is not JsonObject applied) return null;
            if (applied["apiVersion"]?.ToString() != writer.ApiVersion) return null;

            FieldSet set = OwnedFields.Of(schema, applied);
            FieldDifference difference = FieldDifference.Between(schema, applied, live, writer.IsBuiltIn);
            set.ExceptWith(difference.Changed);
            set.ExceptWith(difference.Removed);

            return set;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Puts an applied configuration into the annotation, if the object has it.</summary>
    public static void Update(JsonObject merged, JsonObject applied)
    {
        if (Text(merged) is null) return;

        JsonObject plain = applied.DeepClone().AsObject();
        (plain["metadata"]?["annotations"] as JsonObject)?.Remove(Annotation);
        merged["metadata"]!["annotations"]![Annotation] = GoJson.Text(plain) + "\n";
    }

    private static string? Text(JsonObject map) => map["metadata"]?["annotations"]?[Annotation]?.ToString() is { Length: > 0 } text ? text : null;
}
