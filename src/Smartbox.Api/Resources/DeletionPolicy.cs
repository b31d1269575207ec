using System.Text.Json.Serialization;

namespace Smartbox.Api.Resources;

/// <summary>What happens to volume, keys and bucket prefix when a box is deleted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeletionPolicy>))]
public enum DeletionPolicy
{
    /// <summary>They stay.</summary>
    Retain,

    /// <summary>Volume and keys are deleted; the bucket prefix is too, once that is offered.</summary>
    Delete,
}
