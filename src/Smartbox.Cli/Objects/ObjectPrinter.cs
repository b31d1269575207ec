using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Smartbox.Cli.Output;

namespace Smartbox.Cli.Objects;

/// <summary>Prints objects as <c>json</c>, <c>yaml</c> or <c>name</c>, without the bookkeeping of who wrote which field.</summary>
internal sealed class ObjectPrinter(TextWriter writer, string format)
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private bool _isFollowing;

    public void PrintOne(ResourceKind kind, JsonObject content)
    {
        if (format == "name")
        {
            PrintName(kind, content);
            return;
        }

        Print(Bare(content));
    }

    public void PrintList(IReadOnlyList<(ResourceKind Kind, JsonObject Content)> objects)
    {
        if (format == "name")
        {
            foreach (var (kind, content) in objects)
            {
                PrintName(kind, content);
            }

            return;
        }

        Print(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "List",
            ["items"] = new JsonArray([.. objects.Select(item => Bare(item.Content))]),
        });
    }

    private void PrintName(ResourceKind kind, JsonObject content) => writer.WriteLine(kind.NameOf((string?)content["metadata"]?["name"] ?? ""));

    private void Print(JsonObject content)
    {
        if (format == "json")
        {
            writer.WriteLine(content.ToJsonString(s_indented));
            return;
        }

        if (_isFollowing)
        {
            writer.WriteLine("---");
        }

        _isFollowing = true;
        JsonYaml.Write(writer, content);
    }

    private static JsonObject Bare(JsonObject content)
    {
        var bare = (JsonObject)content.DeepClone();
        (bare["metadata"] as JsonObject)?.Remove("managedFields");
        return bare;
    }
}
