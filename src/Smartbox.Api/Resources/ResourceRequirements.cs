using k8s.Models;

namespace Smartbox.Api.Resources;

/// <summary>Requests and limits.</summary>
public sealed class ResourceRequirements
{
    /// <summary>By resource name.</summary>
    public IDictionary<string, ResourceQuantity>? Limits { get; set; }

    /// <summary>By resource name.</summary>
    public IDictionary<string, ResourceQuantity>? Requests { get; set; }
}
