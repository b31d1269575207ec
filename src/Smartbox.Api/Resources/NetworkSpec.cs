using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>Where the agent may connect to.</summary>
public sealed class NetworkSpec
{
    /// <summary>Allowed destinations beyond DNS, the bucket and those of the type. Everything else is closed.</summary>
    [ListMap(32, "cidr")]
    public IList<EgressRule>? Egress { get; set; }
}
