using System.Text.Json;
using k8s;

namespace Smartbox.Cli.Boxes;

/// <summary>JSON as the API server writes it, indented.</summary>
internal static class BoxJson
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static string Write(object value)
    {
        using var compact = JsonDocument.Parse(KubernetesJson.Serialize(value));
        return JsonSerializer.Serialize(compact.RootElement, s_indented);
    }
}
