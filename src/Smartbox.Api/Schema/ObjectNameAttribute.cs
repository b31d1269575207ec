namespace Smartbox.Api.Schema;

/// <summary>Name of a Kubernetes object (a DNS subdomain).</summary>
public sealed class ObjectNameAttribute : StringAttribute
{
    public ObjectNameAttribute()
        : base(253) => Pattern = @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
}
