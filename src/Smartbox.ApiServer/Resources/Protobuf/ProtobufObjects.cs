using System.Text;
using System.Text.Json.Nodes;
using k8s.Models;
using Smartbox.ApiServer.Resources.Kinds;
using Smartbox.ApiServer.Resources.Models;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Resources.Protobuf;

/// <summary>
/// Built-in objects in Kubernetes' protobuf encoding: what Go's typed clients (<c>kubectl create</c>, <c>kubectl auth</c>, helm's releases) send, whatever
/// the server says it takes. Answers need it not: every such client takes JSON too.
/// </summary>
internal static class ProtobufObjects
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private static readonly byte[] Magic = "k8s\0"u8.ToArray();

    /// <summary>By group, version and kind as the envelope names them; options are sent in any version.</summary>
    private static readonly Lazy<Dictionary<(string ApiVersion, string Kind), Schema>> Kinds = new(() =>
    {
        var kinds = BuiltInKinds.All.ToDictionary(type => (type.ApiVersion, type.Kind), type => type.Schema);
        kinds[("autoscaling/v1", "Scale")] = ModelSchemas.Of<V1Scale>();
        kinds[("policy/v1", "Eviction")] = ModelSchemas.Of<V1Eviction>();
        kinds[("v1", "Binding")] = ModelSchemas.Of<V1Binding>();
        return kinds;
    });

    /// <returns>The object; null when it is of a kind whose encoding is not known here.</returns>
    /// <exception cref="FormatException">When it is none.</exception>
    public static JsonObject? Decode(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Magic)) throw new FormatException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        string apiVersion = "", kind = "";
        ReadOnlySpan<byte> raw = default;
        var envelope = new WireReader(body[Magic.Length..]);
        while (envelope.Read())
        {
            if (envelope.Number == 1) (apiVersion, kind) = ReadKind(envelope.Bytes);
            else if (envelope.Number == 2) raw = envelope.Bytes;
        }
        if (Find(apiVersion, kind) is not { } schema) return null;
        var content = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind };
        ProtobufMessages.Read(raw, schema, ModelSchemas.ModelOf(schema)!, content);
        return content;
    }

    private static Schema? Find(string apiVersion, string kind)
    {
        if (kind == "DeleteOptions") return ModelSchemas.Of<V1DeleteOptions>();
        return Kinds.Value.TryGetValue((apiVersion, kind), out var schema) && WireTable.Contains(ModelSchemas.ModelOf(schema)!) ? schema : null;
    }

    private static (string ApiVersion, string Kind) ReadKind(ReadOnlySpan<byte> message)
    {
        string apiVersion = "", kind = "";
        var reader = new WireReader(message);
        while (reader.Read())
        {
            if (reader.Number == 1) apiVersion = Encoding.UTF8.GetString(reader.Bytes);
            else if (reader.Number == 2) kind = Encoding.UTF8.GetString(reader.Bytes);
        }
        return (apiVersion, kind);
    }
}
