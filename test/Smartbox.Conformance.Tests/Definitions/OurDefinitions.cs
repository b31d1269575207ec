using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Smartbox.Conformance.Tests.Servers;
using Smartbox.EndToEnd.Tests.Cluster;

namespace Smartbox.Conformance.Tests.Definitions;

/// <summary>The CRDs of this checkout.</summary>
internal static class OurDefinitions
{
    private static readonly ConcurrentDictionary<ServerKind, Lazy<Task>> s_applied = new();

    /// <summary>The definitions by plural.</summary>
    public static IReadOnlyDictionary<string, V1CustomResourceDefinition> All { get; } =
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "crds"), "*.yaml")
            .Select(file => KubernetesJson.Deserialize<V1CustomResourceDefinition>(YamlText.Parse(File.ReadAllText(file)).ToJsonString()))
            .ToDictionary(d => d.Spec.Names.Plural);

    /// <summary>Path at which objects of a kind are created.</summary>
    public static string Collection(string plural) => All[plural].Spec.Scope == "Namespaced"
        ? $"/apis/smartbox.dev/v1alpha1/namespaces/$ns/{plural}"
        : $"/apis/smartbox.dev/v1alpha1/{plural}";

    /// <summary>Applies them once to a server.</summary>
    public static Task RequireAsync(ServerKind kind, Case @case) => s_applied.GetOrAdd(kind, _ => new(() => ApplyAsync(@case))).Value;

    /// <summary>Why a server would not create an object; empty when it would. Nothing is kept.</summary>
    public static async Task<string> CreateErrorAsync(this Case @case, string plural, JsonNode body) =>
        Error(await @case.TryAsync(HttpMethod.Post, Collection(plural) + "?dryRun=All&fieldValidation=Strict", body.ToJsonString()));

    /// <summary>Why a server would not take a merge patch of an object, or of its status; empty when it would.</summary>
    public static async Task<string> PatchErrorAsync(this Case @case, string plural, string name, JsonNode patch) =>
        Error(await @case.TryAsync(HttpMethod.Patch, $"{Collection(plural)}/{name}?dryRun=All", patch.ToJsonString(), Case.MergePatch));

    private static string Error(Exchange answer) => answer.Status < 300 ? "" : answer.Field("message");

    private static async Task ApplyAsync(Case @case)
    {
        foreach (var definition in All.Values)
        {
            var path = $"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{definition.Metadata.Name}";
            await @case.QuietlyAsync(HttpMethod.Patch, path + "?fieldManager=conformance&force=true", KubernetesJson.Serialize(definition), Case.ApplyPatch);
            await @case.AwaitAsync(path, answer => answer.Text.Contains("\"Established\"", StringComparison.Ordinal), quietly: true);
            // Established is said a moment before the last server of a cluster serves it.
            await @case.AwaitAsync(Collection(definition.Spec.Names.Plural), answer => answer.Status == 200, quietly: true);
        }
    }
}
