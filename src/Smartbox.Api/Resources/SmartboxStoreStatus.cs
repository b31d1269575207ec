using k8s.Models;
using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>What is known of the bucket.</summary>
public sealed class SmartboxStoreStatus
{
    /// <summary>The generation of the spec that this status is about.</summary>
    [Bounds(0, long.MaxValue)]
    public long? ObservedGeneration { get; set; }

    /// <summary>What is known of the bucket: Ready (boxes can use it).</summary>
    [ListMap(16, "type")]
    public IList<V1Condition>? Conditions { get; set; }
}
