using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Discovery;

/// <summary>The kinds of a group, by version, the preferred version first.</summary>
internal sealed record ApiGroup(string Name, IReadOnlyList<ApiVersion> Versions)
{
    /// <returns>All groups, in the order in which the catalogue has them.</returns>
    public static IReadOnlyList<ApiGroup> Of(IEnumerable<ResourceType> types) =>
        [.. types.GroupBy(type => type.Group).Select(group => new ApiGroup(group.Key, ApiVersion.Of(group)))];
}
