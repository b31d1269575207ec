using k8s;
using k8s.Models;
using Smartbox.Api.Resources;

namespace Smartbox.Api.Tests;

/// <summary>Files of this checkout.</summary>
internal static class Repository
{
    private static readonly Dictionary<string, Type> s_types = new[]
    {
        typeof(SmartboxResource), typeof(SmartboxTierResource), typeof(SmartboxTypeResource), typeof(SmartboxStoreResource),
        typeof(V1Secret), typeof(V1ServiceAccount), typeof(V1Service), typeof(V1Namespace), typeof(V1Deployment), typeof(V1PodDisruptionBudget),
        typeof(V1ClusterRole), typeof(V1ClusterRoleBinding), typeof(V1Role), typeof(V1RoleBinding),
    }.ToDictionary(type => type.GetKubernetesTypeMetadata() is var kind && kind.Group.Length > 0 ? $"{kind.Group}/{kind.ApiVersion}/{kind.Kind}" : $"{kind.ApiVersion}/{kind.Kind}");

    public static string Root { get; } = FindRoot();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>The objects of a file, in our types; a field that they do not have throws.</summary>
    public static List<object> Load(string file) => KubernetesYaml.LoadAllFromString(File.ReadAllText(Path(file)), s_types, strict: true);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "SmartboxOperator.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run below the repository.");
    }
}
