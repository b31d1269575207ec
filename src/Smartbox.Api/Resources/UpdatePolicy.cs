using System.Text.Json.Serialization;

namespace Smartbox.Api.Resources;

/// <summary>When a change of image or template reaches a running box.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UpdatePolicy>))]
public enum UpdatePolicy
{
    /// <summary>At once.</summary>
    Immediately,

    /// <summary>When no session is open. Until sessions are watched for idleness, at the next restart.</summary>
    WhenIdle,

    /// <summary>At the next restart.</summary>
    OnRestart,
}
