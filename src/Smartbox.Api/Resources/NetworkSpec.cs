namespace Smartbox.Api.Resources;

/// <summary>Where the agent may connect to.</summary>
public sealed class NetworkSpec
{
    /// <summary>Allowed destinations beyond DNS, the bucket and those of the type.</summary>
    public IList<EgressRule>? Egress { get; set; }
}
