using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Discovery;

/// <summary>The kinds of one group and version, by resource name.</summary>
internal sealed record ApiVersion(string Group, string Name, IReadOnlyList<ResourceType> Types)
{
    /// <summary><c>group/version</c>, or the version alone in the core group.</summary>
    public string GroupVersion => Group.Length == 0 ? Name : $"{Group}/{Name}";

    /// <summary>Where it is served: <c>api/v1</c>, <c>apis/apps/v1</c>.</summary>
    public string Path => Group.Length == 0 ? $"api/{Name}" : $"apis/{Group}/{Name}";

    public static IReadOnlyList<ApiVersion> Of(IEnumerable<ResourceType> group) =>
        [.. group.GroupBy(type => type.Version).Select(version => new ApiVersion(
            version.First().Group, version.Key, [.. version.OrderBy(type => type.Resource, StringComparer.Ordinal)]))
            .OrderByDescending(version => version.Name, VersionOrder.Instance)];
}
