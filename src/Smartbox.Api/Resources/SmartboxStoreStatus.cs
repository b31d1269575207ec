using k8s.Models;

namespace Smartbox.Api.Resources;

/// <summary>What is known of the bucket.</summary>
public sealed class SmartboxStoreStatus
{
    /// <summary>The generation of the spec that this status is about.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>Ready.</summary>
    public IList<V1Condition>? Conditions { get; set; }
}
