using System.Text.Json.Serialization;

namespace Smartbox.Api.Resources;

/// <summary>What happens to volume and keys when a box is deleted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeletionPolicy>))]
public enum DeletionPolicy
{
    /// <summary>they stay</summary>
    Retain,

    /// <summary>they are deleted; what is in the bucket stays</summary>
    Delete,
}
