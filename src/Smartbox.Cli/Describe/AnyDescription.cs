using System.Text;
using System.Text.Json.Nodes;

namespace Smartbox.Cli.Describe;

/// <summary>An object of any kind: who it is, its fields, and its conditions as a table.</summary>
internal static class AnyDescription
{
    private static readonly string[] s_told = ["apiVersion", "kind", "metadata", "status"];

    public static void Write(DescriptionPage page, JsonObject content)
    {
        Metadata.Write(page, content);
        var isSecret = (string?)content["kind"] == "Secret" && (string?)content["apiVersion"] == "v1";
        foreach (var (name, value) in content.Where(member => !s_told.Contains(member.Key)))
        {
            page.Section(Title(name), isSecret && name == "data" ? Sizes(value) : value);
        }

        if (content["status"] is JsonObject status)
        {
            var rest = (JsonObject)status.DeepClone();
            rest.Remove("conditions");
            page.Section("Status", rest);
            page.Conditions(status["conditions"]);
        }
    }

    // What a Secret holds is not for whoever looks over one's shoulder.
    private static JsonObject Sizes(JsonNode? data)
    {
        var sizes = new JsonObject();
        foreach (var (name, value) in data as JsonObject ?? [])
        {
            sizes[name] = $"{Convert.FromBase64String((string?)value ?? "").Length} bytes";
        }

        return sizes;
    }

    // "stringData" reads "String data".
    private static string Title(string name)
    {
        var title = new StringBuilder();
        foreach (var c in name)
        {
            title.Append(title.Length == 0 ? char.ToUpperInvariant(c).ToString() : char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString());
        }

        return title.ToString();
    }
}
