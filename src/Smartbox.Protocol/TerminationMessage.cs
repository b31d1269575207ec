using System.Text.Json;
using System.Text.Json.Serialization;

namespace Smartbox.Protocol;

/// <summary>What a sidecar container writes as its termination message when it fails, and the operator reads from the pod's status.</summary>
/// <param name="Reason">CamelCase, one of the reasons of <see cref="TerminationReasons"/>.</param>
/// <param name="Message">A sentence: what failed, where, what to do. Holds no secret.</param>
public sealed record TerminationMessage(string Reason, string Message)
{
    public string ToJson() => JsonSerializer.Serialize(this, TerminationMessageContext.Default.TerminationMessage);

    /// <summary>Reads one; returns null for anything else, since the kubelet puts other texts into the same field.</summary>
    public static TerminationMessage? TryParse(string? json)
    {
        if (json is null || !json.StartsWith('{'))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json, TerminationMessageContext.Default.TerminationMessage);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(TerminationMessage))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class TerminationMessageContext : JsonSerializerContext;
