using System.Text.Json.Serialization;

namespace Smartbox.Api.Resources;

/// <summary>How an agent is talked to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AgentProtocol>))]
public enum AgentProtocol
{
    /// <summary>the service smartbox.agent.v1 over gRPC on loopback</summary>
    Smartbox,
}
