using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>Reads and writes <c>metadata</c> of objects whose types are checked, or made to fit.</summary>
internal static class ObjectMeta
{
    /// <summary>The metadata of an object; an empty one is added where there is none.</summary>
    public static JsonObject Meta(this JsonObject value)
    {
        if (value["metadata"] is JsonObject meta)
        {
            return meta;
        }

        meta = [];
        value["metadata"] = meta;
        return meta;
    }

    /// <returns>Null when it is absent, empty or no text.</returns>
    public static string? Text(this JsonObject value, string name) =>
        value[name] is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>() is { Length: > 0 } given ? given : null;

    public static long? Number(this JsonObject value, string name) =>
        value[name] is JsonValue number && number.GetValueKind() == JsonValueKind.Number && number.TryGetValue<long>(out var given) ? given : null;

    public static string? Uid(this JsonObject value) => value.Meta().Text("uid");

    public static bool IsDeleting(this JsonObject value) => value.Meta().Text("deletionTimestamp") is not null;

    public static IReadOnlyList<string> Finalizers(this JsonObject value) => Texts(value.Meta(), "finalizers");

    public static void SetFinalizers(this JsonObject value, IReadOnlyCollection<string> finalizers) => SetTexts(value.Meta(), "finalizers", finalizers);

    public static IReadOnlyList<string> Texts(JsonObject parent, string name) => parent[name] is JsonArray array
        ? [.. array.OfType<JsonValue>().Where(value => value.GetValueKind() == JsonValueKind.String).Select(value => value.GetValue<string>())]
        : [];

    public static void SetTexts(JsonObject parent, string name, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
        {
            parent.Remove(name);
        }
        else
        {
            parent[name] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        }
    }

    /// <summary>Takes a field from another object, or takes it away when that has none.</summary>
    public static void CopyFrom(this JsonObject target, JsonObject source, string name)
    {
        if (source.TryGetPropertyValue(name, out var value))
        {
            target[name] = value?.DeepClone();
        }
        else
        {
            target.Remove(name);
        }
    }

    /// <summary>A time as Kubernetes writes it: whole seconds, UTC.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Time(this JsonObject value, string name) =>
        value.Text(name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>Gives the object the kind that it is stored as.</summary>
    public static void SetKind(this JsonObject value, ResourceType type)
    {
        // First in the object, as readers expect it and as views look for it.
        value.Remove("apiVersion");
        value.Remove("kind");
        value.Insert(0, "apiVersion", type.ApiVersion);
        value.Insert(1, "kind", type.Kind);
    }
}
