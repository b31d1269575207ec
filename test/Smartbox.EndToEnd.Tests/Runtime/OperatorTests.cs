using System.Diagnostics;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Smartbox.EndToEnd.Tests.Cluster;
using Smartbox.Kubernetes;
using Smartbox.Kubernetes.Controllers;

namespace Smartbox.EndToEnd.Tests.Runtime;

/// <summary>Operators made of the runtime alone, on a real API server.</summary>
public sealed class OperatorTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    [SkippableFact]
    public async Task Operator_DriftOfAChild_IsRepairedInSeconds()
    {
        await using var ns = await ScratchNamespace.CreateAsync();
        using var host = await StartAsync(ns, "one");
        await CreateAsync(ns, "box");
        await CopyHasAsync(ns, "box");

        await ns.KubectlAsync("delete", "secret", "box");
        await CopyHasAsync(ns, "box");
        await ns.KubectlAsync("patch", "secret", "box", "--type=merge", "-p", """{"stringData":{"k":"drifted"}}""");
        await CopyHasAsync(ns, "box");

        await host.StopAsync();
    }

    [SkippableFact]
    public async Task Operator_DeletedObject_IsFinalizedAndForeignFinalizersStay()
    {
        await using var ns = await ScratchNamespace.CreateAsync();
        using var host = await StartAsync(ns, "one");
        await CreateAsync(ns, "box");
        await ns.KubectlAsync("patch", "configmap", "box", "--type=json", "-p", """[{"op":"add","path":"/metadata/finalizers","value":["example.com/held"]}]""");
        await Eventually.HoldsAsync("our finalizer", s_timeout, async () =>
            await FinalizersAsync(ns) is var seen && seen == """["example.com/held","smartbox.dev/runtime-test"]""" ? null : seen);

        await ns.KubectlAsync("delete", "configmap", "box", "--wait=false");
        await Eventually.HoldsAsync("the end of our finalizer alone", s_timeout, async () =>
            await FinalizersAsync(ns) is var seen && seen == """["example.com/held"]""" ? null : seen);
        (await ns.Cluster.FieldAsync(ns.Name, "secret", "box", "{.metadata.name}")).Should().BeNull();

        await ns.KubectlAsync("patch", "configmap", "box", "--type=json", "-p", """[{"op":"remove","path":"/metadata/finalizers"}]""");
        await host.StopAsync();
    }

    [SkippableFact]
    public async Task Operator_CleanStopOfTheLeader_HandsOverWithinTwoSeconds()
    {
        await using var ns = await ScratchNamespace.CreateAsync();
        using var first = await StartAsync(ns, "one");
        await Eventually.HoldsAsync("leadership", s_timeout, () => Task.FromResult(IsLeader(first) ? null : "no leader"));
        using var second = await StartAsync(ns, "two");
        await Eventually.HoldsAsync("a warm standby", s_timeout, () =>
            Task.FromResult(second.Services.GetRequiredService<IOperatorHealth>().IsSynced ? null : "cold"));
        IsLeader(second).Should().BeFalse();

        await first.StopAsync();
        var watch = Stopwatch.StartNew();
        await CreateAsync(ns, "after");
        await CopyHasAsync(ns, "after");

        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
        IsLeader(second).Should().BeTrue();
        await second.StopAsync();
        (await ns.Cluster.FieldAsync(ns.Name, "lease", "runtime-test", "{.spec.holderIdentity}")).Should().BeEmpty("a clean stop gives the lease back");
    }

    [SkippableFact]
    public async Task Operator_Events_CanBeReadWithKubectl()
    {
        await using var ns = await ScratchNamespace.CreateAsync();
        using var host = await StartAsync(ns, "one");
        await CreateAsync(ns, "box");

        await Eventually.HoldsAsync("the event", s_timeout, async () =>
            await ns.KubectlAsync("get", "events", "--field-selector", "involvedObject.name=box", "-o", "jsonpath={.items[*].message}") is var seen
            && seen.Contains("It was copied.", StringComparison.Ordinal) ? null : seen);

        await host.StopAsync();
    }

    private static bool IsLeader(IHost host) => host.Services.GetRequiredService<IOperatorHealth>().IsLeader;

    private static Task<string> CreateAsync(ScratchNamespace ns, string name) => ns.Cluster.ApplyAsync(
        $$$"""
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","labels":{"{{{CopyController.Label}}}":"source"}},"data":{"k":"v"}}
        """,
        ns.Name);

    private static Task<TimeSpan> CopyHasAsync(ScratchNamespace ns, string name) => Eventually.HoldsAsync($"the copy of {name}", s_timeout, async () =>
        await ns.Cluster.FieldAsync(ns.Name, "secret", name, "{.data.k}") is var seen && seen == "dg==" ? null : $"'{seen}'");

    private static async Task<string?> FinalizersAsync(ScratchNamespace ns) => await ns.Cluster.FieldAsync(ns.Name, "configmap", "box", "{.metadata.finalizers}");

    private static async Task<IHost> StartAsync(ScratchNamespace ns, string identity)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddKubernetesOperator(settings =>
        {
            settings.WithName("runtime-test").Namespace = ns.Name;
            settings.Identity = identity;
            settings.Client.KubeconfigPath = ns.Cluster.Environment["KUBECONFIG"];
            settings.Client.WatchNamespaces.Add(ns.Name);
            settings.Client.DetectCacheMutations = true;
        })
            .AddController<CopyController, V1ConfigMap>(c => c.Owns<V1Secret>(CopyController.Label))
            .AddFinalizer<CopyController, V1ConfigMap>(CopyController.Finalizer);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
