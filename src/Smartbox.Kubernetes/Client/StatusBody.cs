using System.Buffers;
using System.Text.Json;
using k8s;
using k8s.Models;
using Smartbox.Kubernetes.Json;

namespace Smartbox.Kubernetes.Client;

/// <summary>What an apply of the status carries: who, and the status. Not the spec, whose default values are not ours to state.</summary>
internal static class StatusBody
{
    public static byte[] Serialize<T>(T entity)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        var property = EntityJson.TypeInfo<T>().Properties.FirstOrDefault(p => p.Name == "status")
            ?? throw new InvalidOperationException($"{typeof(T)} has no status.");

        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("apiVersion", entity.ApiVersion);
        json.WriteString("kind", entity.Kind);

        json.WriteStartObject("metadata");
        json.WriteString("name", entity.Metadata.Name);
        WriteOptional(json, "namespace", entity.Metadata.NamespaceProperty);
        WriteOptional(json, "uid", entity.Metadata.Uid);
        json.WriteEndObject();

        if (property.Get!(entity) is { } status)
        {
            json.WritePropertyName("status");
            JsonSerializer.Serialize(json, status, EntityJson.Options.GetTypeInfo(status.GetType()));
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
