using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Discovery;

/// <summary>All subresources of a kind, in order of name.</summary>
internal static class SubresourceList
{
    public static IEnumerable<Subresource> Of(ResourceType type)
    {
        var all = new List<Subresource>(type.Subresources);
        if (type.Scale is not null) all.Add(new("scale", "Scale", Verbs.Change, "autoscaling", "v1"));
        if (type.HasStatus) all.Add(new("status", type.Kind, Verbs.Change));
        return all.OrderBy(sub => sub.Name, StringComparer.Ordinal);
    }
}
