using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Requests.Subresources;

/// <summary>The paths of a scale: fields joined by dots, such as <c>.spec.replicas</c>.</summary>
internal static class JsonPaths
{
    public static JsonNode? Get(JsonObject value, string path)
    {
        JsonNode? found = value;
        foreach (var name in Names(path))
        {
            found = (found as JsonObject)?[name];
        }

        return found;
    }

    public static void Set(JsonObject value, string path, JsonNode content)
    {
        var names = Names(path);
        foreach (var name in names[..^1])
        {
            if (value[name] is not JsonObject child)
            {
                child = [];
                value[name] = child;
            }

            value = child;
        }

        value[names[^1]] = content;
    }

    private static string[] Names(string path) => path.Split('.', StringSplitOptions.RemoveEmptyEntries);
}
