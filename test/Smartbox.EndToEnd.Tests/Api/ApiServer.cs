using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Smartbox.EndToEnd.Tests.Cluster;

namespace Smartbox.EndToEnd.Tests.Api;

/// <summary>Asks the real API server what it thinks of an object. Nothing is kept, unless it says so.</summary>
internal sealed class ApiServer
{
    private const string Group = "smartbox.dev";
    private const string Version = "v1alpha1";
    private const string Namespace = "default";

    private static readonly Lazy<Task<ApiServer>> s_instance = new(ConnectAsync);

    private readonly k8s.Kubernetes _client;

    private ApiServer(k8s.Kubernetes client, IReadOnlyDictionary<string, V1CustomResourceDefinition> definitions)
    {
        _client = client;
        Definitions = definitions;
    }

    /// <summary>The definitions as the server has them, by plural.</summary>
    public IReadOnlyDictionary<string, V1CustomResourceDefinition> Definitions { get; }

    /// <summary>The server, with the CRDs of this checkout; or a skipped test with the reason.</summary>
    public static async Task<ApiServer> RequireAsync()
    {
        await TestCluster.RequireAsync();
        return await s_instance.Value;
    }

    /// <summary>Why an object would not be created; empty when it would.</summary>
    public Task<string> CreateErrorAsync(string plural, JsonNode body) => ErrorAsync(() => CreateAsync(plural, body, dryRun: true));

    /// <summary>Why a change of a stored object, given as a merge patch, would not be taken; empty when it would.</summary>
    public Task<string> PatchErrorAsync(string plural, string name, JsonNode patch) => ErrorAsync(() =>
    {
        var change = new V1Patch(patch, V1Patch.PatchType.MergePatch);
        return IsNamespaced(plural)
            ? _client.CustomObjects.PatchNamespacedCustomObjectAsync(change, Group, Version, Namespace, plural, name, dryRun: "All")
            : _client.CustomObjects.PatchClusterCustomObjectAsync(change, Group, Version, plural, name, dryRun: "All");
    });

    /// <summary>Why a status would not be taken; empty when it would.</summary>
    public Task<string> PatchStatusErrorAsync(string plural, string name, JsonNode patch) => ErrorAsync(() =>
    {
        var change = new V1Patch(patch, V1Patch.PatchType.MergePatch);
        return IsNamespaced(plural)
            ? _client.CustomObjects.PatchNamespacedCustomObjectStatusAsync(change, Group, Version, Namespace, plural, name, dryRun: "All")
            : _client.CustomObjects.PatchClusterCustomObjectStatusAsync(change, Group, Version, plural, name, dryRun: "All");
    });

    /// <summary>Creates an object for a test and takes it away afterwards.</summary>
    public async Task<IAsyncDisposable> StoreAsync(string plural, JsonNode body)
    {
        await CreateAsync(plural, body, dryRun: false);
        return new Stored(this, plural, (string)body["metadata"]!["name"]!);
    }

    private bool IsNamespaced(string plural) => Definitions[plural].Spec.Scope == "Namespaced";

    private Task<object> CreateAsync(string plural, JsonNode body, bool dryRun)
    {
        var mode = dryRun ? "All" : null;
        return IsNamespaced(plural)
            ? _client.CustomObjects.CreateNamespacedCustomObjectAsync(body, Group, Version, Namespace, plural, dryRun: mode, fieldValidation: "Strict")
            : _client.CustomObjects.CreateClusterCustomObjectAsync(body, Group, Version, plural, dryRun: mode, fieldValidation: "Strict");
    }

    private static async Task<string> ErrorAsync(Func<Task> request)
    {
        try
        {
            await request();
            return "";
        }
        catch (HttpOperationException e)
        {
            return JsonSerializer.Deserialize<V1Status>(e.Response.Content)?.Message ?? e.Response.Content;
        }
    }

    private static async Task<ApiServer> ConnectAsync()
    {
        var cluster = await TestCluster.RequireAsync();
        await cluster.KubectlAsync("apply", "-f", Path.Combine(Repository.Root, "crds"));
        await cluster.KubectlAsync("wait", "--for=condition=Established", "--timeout=60s", "-f", Path.Combine(Repository.Root, "crds"));
        var client = new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.Environment["KUBECONFIG"]));
        var definitions = await client.ApiextensionsV1.ListCustomResourceDefinitionAsync();
        return new ApiServer(client, definitions.Items.Where(d => d.Spec.Group == Group).ToDictionary(d => d.Spec.Names.Plural));
    }

    private sealed class Stored(ApiServer server, string plural, string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (server.IsNamespaced(plural))
            {
                await server._client.CustomObjects.DeleteNamespacedCustomObjectAsync(Group, Version, Namespace, plural, name);
            }
            else
            {
                await server._client.CustomObjects.DeleteClusterCustomObjectAsync(Group, Version, plural, name);
            }
        }
    }
}
