using k8s;
using k8s.Models;
using Smartbox.Api.Generator.Schemas;

namespace Smartbox.Api.Generator;

/// <summary>The files of <c>crds/</c>.</summary>
internal static class CrdFiles
{
    private const string Header = "# Generated from src/Smartbox.Api by `make manifests`. Change the C# types, not this file.\n";

    /// <summary>Content by file name.</summary>
    public static IReadOnlyDictionary<string, string> Render()
    {
        var files = CrdBuilder.BuildAll().ToDictionary(FileName, Content, StringComparer.Ordinal);
        // Without an extension: `kubectl apply -f crds` passes over it.
        files["Kustomization"] = Kustomization(files.Keys);
        return files;
    }

    private static string FileName(V1CustomResourceDefinition crd) => $"{crd.Spec.Group}_{crd.Spec.Names.Plural}.yaml";

    private static string Content(V1CustomResourceDefinition crd) => Header + KubernetesYaml.Serialize(crd).Replace("\r\n", "\n").TrimEnd('\n') + "\n";

    private static string Kustomization(IEnumerable<string> files) =>
        Header
        + "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"
        + string.Concat(files.Order(StringComparer.Ordinal).Select(f => $"- {f}\n"));
}
