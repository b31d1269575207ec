using System.Text.Json.Serialization;

namespace Smartbox.Api.Resources;

/// <summary>When a box runs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PowerMode>))]
public enum PowerMode
{
    /// <summary>all the time</summary>
    AlwaysOn,

    /// <summary>never; volume, keys and backup are kept</summary>
    Off,
}
