using System.Globalization;
using System.Text;
using k8s.Models;

namespace Smartbox.Kubelet.Variables;

/// <summary>What a container may learn about its pod: the downward API.</summary>
/// <param name="pod">The pod.</param>
/// <param name="podIp">Its address.</param>
/// <param name="node">The node.</param>
internal sealed class PodFields(V1Pod pod, string podIp, NodeFacts node)
{
    public string Namespace => pod.Metadata.NamespaceProperty;

    /// <exception cref="KubeletException">The field is none of those that the downward API offers.</exception>
    public string Field(string path)
    {
        var meta = pod.Metadata;
        return path switch
        {
            "metadata.name" => meta.Name,
            "metadata.namespace" => meta.NamespaceProperty,
            "metadata.uid" => meta.Uid,
            "metadata.labels" => Lines(meta.Labels),
            "metadata.annotations" => Lines(meta.Annotations),
            "spec.nodeName" => node.Name,
            "spec.serviceAccountName" => pod.Spec.ServiceAccountName ?? "",
            "status.podIP" or "status.podIPs" => podIp,
            "status.hostIP" or "status.hostIPs" => node.Address,
            _ when Key(path, "metadata.labels") is { } label => Value(meta.Labels, label),
            _ when Key(path, "metadata.annotations") is { } annotation => Value(meta.Annotations, annotation),
            _ => throw new KubeletException($"unsupported fieldPath: {path}"),
        };
    }

    /// <summary>A request or limit of a container, in whole units of the divisor, rounded up; a limit that is not set is the node's.</summary>
    /// <exception cref="KubeletException">There is no such container or resource.</exception>
    public string Resource(V1ResourceFieldSelector selector, string? container)
    {
        var resources = pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).FirstOrDefault(c => c.Name == container)
            ?? throw new KubeletException($"container {container} not found");
        var (kind, name) = selector.Resource.Split('.', 2) is [var k, var n] ? (k, n) : throw new KubeletException($"unsupported container resource : {selector.Resource}");
        var list = kind == "limits" ? resources.Resources?.Limits : resources.Resources?.Requests;
        var value = list is not null && list.TryGetValue(name, out var quantity)
            ? quantity.ToDecimal()
            : (kind, name) switch
            {
                ("limits", "cpu") => node.Cpus,
                ("limits", "memory") => node.Memory,
                _ => 0,
            };
        var divisor = selector.Divisor?.ToDecimal() is { } d and > 0 ? d : 1;
        return Math.Ceiling(value / divisor).ToString(CultureInfo.InvariantCulture);
    }

    // metadata.labels['key']
    private static string? Key(string path, string map) =>
        path.StartsWith(map + "['", StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal) ? path[(map.Length + 2)..^2] : null;

    private static string Value(IDictionary<string, string>? map, string key) => map is not null && map.TryGetValue(key, out var value) ? value : "";

    private static string Lines(IDictionary<string, string>? map) =>
        string.Join('\n', (map ?? new Dictionary<string, string>()).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={Quote(p.Value)}"));

    private static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => c.ToString(),
            });
        }

        return text.Append('"').ToString();
    }
}
