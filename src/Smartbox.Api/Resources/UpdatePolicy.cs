using System.Text.Json.Serialization;

namespace Smartbox.Api.Resources;

/// <summary>When a change of image or template reaches a running box.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UpdatePolicy>))]
public enum UpdatePolicy
{
    /// <summary>at once, after a snapshot</summary>
    Immediately,

    /// <summary>when no session is open; until sessions are watched for idleness, at the next restart</summary>
    WhenIdle,

    /// <summary>at the next restart, whatever causes it</summary>
    OnRestart,
}
