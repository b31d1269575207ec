using System.Text.Json.Serialization;

namespace Smartbox.Api.Resources;

/// <summary>Where the state of a box lives.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StateMode>))]
public enum StateMode
{
    /// <summary>on a volume claim, with the bucket as backup</summary>
    Volume,

    /// <summary>in the bucket only: an emptyDir is filled from it at every start</summary>
    Bucket,
}
