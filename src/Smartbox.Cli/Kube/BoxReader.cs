using System.Text.Json;
using k8s;
using Smartbox.Api;
using Smartbox.Api.Resources;

namespace Smartbox.Cli.Kube;

/// <summary>Reads <c>Smartbox</c> objects from the API server.</summary>
internal sealed class BoxReader(KubeAccess cluster)
{
    /// <exception cref="CliException">There is no such box, or it may not be read.</exception>
    public Task<SmartboxResource> GetAsync(string @namespace, string name, CancellationToken cancellationToken) => KubeErrors.TranslateAsync(
        async () => Read<SmartboxResource>(await cluster.Client.CustomObjects.GetNamespacedCustomObjectAsync<JsonElement>(
            Names.Group, Names.Version, @namespace, SmartboxResource.KubePluralName, name, cancellationToken)),
        cluster, $"read box {name} in namespace {@namespace}");

    /// <summary>Boxes of a namespace, or of all with null.</summary>
    public async Task<IReadOnlyList<SmartboxResource>> ListAsync(string? @namespace, CancellationToken cancellationToken)
    {
        var list = await KubeErrors.TranslateAsync(
            () => @namespace is null
                ? cluster.Client.CustomObjects.ListClusterCustomObjectAsync<JsonElement>(
                    Names.Group, Names.Version, SmartboxResource.KubePluralName, cancellationToken: cancellationToken)
                : cluster.Client.CustomObjects.ListNamespacedCustomObjectAsync<JsonElement>(
                    Names.Group, Names.Version, @namespace, SmartboxResource.KubePluralName, cancellationToken: cancellationToken),
            cluster, @namespace is null ? "list the boxes of the cluster" : $"list the boxes of namespace {@namespace}");
        return [.. list.GetProperty("items").EnumerateArray().Select(Read<SmartboxResource>)];
    }

    private static T Read<T>(JsonElement json) => KubernetesJson.Deserialize<T>(json);
}
