using k8s.Models;
using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>Requests and limits.</summary>
[CelRule(
    "has(self.limits) && 'memory' in self.limits",
    "limits.memory is required: a box has a fixed amount of memory, such as 4Gi",
    FieldPath = ".limits")]
[CelRule(
    "!has(self.requests) || !('memory' in self.requests) || (has(self.limits) && 'memory' in self.limits && "
    + "quantity(string(self.requests['memory'])).compareTo(quantity(string(self.limits['memory']))) == 0)",
    "requests.memory must equal limits.memory; leave it out to have them equal",
    FieldPath = ".requests")]
[CelRule(
    "!has(self.requests) || !has(self.limits) || self.requests.all(name, !(name in self.limits) || "
    + "quantity(string(self.requests[name])).compareTo(quantity(string(self.limits[name]))) <= 0)",
    "nothing in requests may be more than in limits",
    FieldPath = ".requests")]
public sealed class ResourceRequirements
{
    /// <summary>The most that the agent gets, by resource name. Memory is required.</summary>
    [Map(16)]
    public IDictionary<string, ResourceQuantity>? Limits { get; set; }

    /// <summary>What is set aside for the agent, by resource name. Without cpu: its limit. Memory is always its limit.</summary>
    [Map(16)]
    public IDictionary<string, ResourceQuantity>? Requests { get; set; }
}
