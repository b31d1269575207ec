using System.Text.Json.Serialization;

namespace Smartbox.Api.Resources;

/// <summary>When a box runs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PowerMode>))]
public enum PowerMode
{
    /// <summary>All the time.</summary>
    AlwaysOn,

    /// <summary>Never; volume, keys and backup are kept.</summary>
    Off,
}
