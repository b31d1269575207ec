namespace Smartbox.Api.Schema;

/// <summary>Keys of labels and taints, and types of conditions: a name, with a DNS subdomain and a slash before it where it is not one's own.</summary>
public static class LabelKeys
{
    public const string Expression = @"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$";
}
