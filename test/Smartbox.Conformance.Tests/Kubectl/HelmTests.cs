using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Kubectl;

/// <summary>A chart with a CRD, an object of it, a ConfigMap and a Secret.</summary>
public sealed class HelmTests
{
    [SkippableTheory]
    [Servers]
    public async Task Chart_IsInstalledUpgradedAndUninstalled(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await KubectlCase.RequireAsync("helm");
        @case.Owns("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.$group");
        var chart = Chart(@case);

        (await HelmAsync(@case, "install", "release", chart, "--set", "text=one", "--wait", "--timeout", "60s")).Should().Contain("STATUS: deployed");
        (await DataAsync(@case)).Should().Be("one");
        (await @case.QuietlyAsync(HttpMethod.Get, Case.Widgets + "/w")).Json["spec"]!["size"]!.GetValue<int>().Should().Be(1);

        (await HelmAsync(@case, "upgrade", "release", chart, "--set", "text=two,size=2", "--wait", "--timeout", "60s")).Should().Contain("REVISION: 2");
        (await DataAsync(@case)).Should().Be("two");
        (await @case.QuietlyAsync(HttpMethod.Get, Case.Widgets + "/w")).Json["spec"]!["size"]!.GetValue<int>().Should().Be(2);

        (await HelmAsync(@case, "rollback", "release", "1")).Should().Contain("success");
        (await DataAsync(@case)).Should().Be("one");
        (await HelmAsync(@case, "list", "-q")).Should().Be("release\n");

        await HelmAsync(@case, "uninstall", "release", "--wait");
        (await @case.TryAsync(HttpMethod.Get, "/api/v1/namespaces/$ns/configmaps/m")).Status.Should().Be(404);
        (await @case.TryAsync(HttpMethod.Get, Case.Widgets + "/w")).Status.Should().Be(404);
        (await @case.TryAsync(HttpMethod.Get, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.$group")).Status.Should().Be(200, "helm leaves CRDs");
    }

    private static async Task<string> HelmAsync(Case @case, params string[] arguments) => (await @case.ShellAsync("helm", [.. arguments, "-n", @case.Namespace])).OrThrow();

    private static async Task<string> DataAsync(Case @case) => (await @case.QuietlyAsync(HttpMethod.Get, "/api/v1/namespaces/$ns/configmaps/m")).Field("data", "text");

    private static string Chart(Case @case)
    {
        var folder = Path.Combine(KubectlCase.CacheOf(@case), "chart");
        foreach (var (file, text) in new[]
        {
            ("Chart.yaml", "{apiVersion: v2, name: chart, version: 0.1.0}"),
            ("values.yaml", "{text: none, size: 1}"),
            ("crds/widgets.yaml", """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: widgets.$group}
                spec:
                  group: $group
                  scope: Namespaced
                  names: {plural: widgets, singular: widget, kind: Widget}
                  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}}]
                """),
            ("templates/all.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: m}
                data: {text: "{{ .Values.text }}"}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: s}
                stringData: {text: "{{ .Values.text }}"}
                ---
                apiVersion: $group/v1
                kind: Widget
                metadata: {name: w}
                spec:
                  size: {{ .Values.size }}
                """),
        })
        {
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, @case.Fill(text));
        }

        return folder;
    }
}
