using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Requests.Subresources;

/// <summary>An object as autoscaling/v1 Scale.</summary>
internal static class ScaleView
{
    private static readonly string[] s_meta = ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"];

    public static JsonObject Of(JsonObject value, ScaleType paths)
    {
        var meta = new JsonObject();
        foreach (var name in s_meta)
        {
            meta.CopyFrom(value.Meta(), name);
        }

        var status = new JsonObject { ["replicas"] = Count(value, paths.StatusReplicasPath) ?? 0 };
        if (paths.LabelSelectorPath is { } path && Selector(JsonPaths.Get(value, path)) is { Length: > 0 } selector)
        {
            status["selector"] = selector;
        }

        var spec = new JsonObject();
        if (Count(value, paths.SpecReplicasPath) is { } replicas)
        {
            spec["replicas"] = replicas;
        }

        return new JsonObject { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = meta, ["spec"] = spec, ["status"] = status };
    }

    /// <summary>The object with the replicas of a scale.</summary>
    /// <exception cref="ApiException">400 or 422 when they are no count.</exception>
    public static JsonObject Put(JsonObject value, JsonObject scale, ScaleType paths)
    {
        if (scale["spec"] is not (null or JsonObject))
        {
            throw ApiErrors.BadRequest("Scale in version \"v1\" cannot be handled as a Scale: spec is not an object");
        }

        var replicas = (scale["spec"] as JsonObject)?.Number("replicas") ?? 0;
        var name = value.Meta().Text("name")!;
        if (replicas < 0)
        {
            throw ApiErrors.Invalid(
                "autoscaling", "Scale", name, new FieldError("spec.replicas", "FieldValueInvalid", $"Invalid value: {replicas}: must be greater than or equal to 0"));
        }

        var changed = value.DeepClone().AsObject();
        JsonPaths.Set(changed, paths.SpecReplicasPath, replicas);
        if (scale["metadata"] is JsonObject meta)
        {
            foreach (var field in (string[])["resourceVersion", "uid", "name", "namespace"])
            {
                if (meta.Text(field) is { } given)
                {
                    changed.Meta()[field] = given;
                }
            }
        }

        return changed;
    }

    private static long? Count(JsonObject value, string path) =>
        JsonPaths.Get(value, path) is JsonValue number && number.TryGetValue<long>(out var count) ? count : null;

    // A selector is text in custom kinds, a LabelSelector in built-in ones.
    private static string? Selector(JsonNode? node) => node switch
    {
        JsonObject selector => string.Join(',', MatchLabels(selector).Concat(MatchExpressions(selector))),
        JsonValue text => text.ToString(),
        _ => null,
    };

    private static IEnumerable<string> MatchLabels(JsonObject selector) =>
        (selector["matchLabels"] as JsonObject ?? []).OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}");

    private static IEnumerable<string> MatchExpressions(JsonObject selector) =>
        (selector["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>().Select(expression =>
        {
            var (key, values) = (expression.Text("key"), string.Join(',', ObjectMeta.Texts(expression, "values").Order(StringComparer.Ordinal)));
            return expression.Text("operator") switch
            {
                "In" => $"{key} in ({values})",
                "NotIn" => $"{key} notin ({values})",
                "Exists" => $"{key}",
                _ => $"!{key}",
            };
        });
}
