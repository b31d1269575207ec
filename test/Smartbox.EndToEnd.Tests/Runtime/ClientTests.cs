using System.Collections.Concurrent;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Smartbox.EndToEnd.Tests.Cluster;
using Smartbox.Kubernetes;

namespace Smartbox.EndToEnd.Tests.Runtime;

/// <summary>What only a real API server can judge of client and caches.</summary>
public sealed class ClientTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    [SkippableFact]
    public async Task Apply_AFieldOfAnotherManager_IsTakenAndTheirOthersStay()
    {
        await using var ns = await ScratchNamespace.CreateAsync();
        using var host = await StartAsync(ns);
        await ns.Cluster.TryApplyAsync(
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"ours":"theirs","other":"theirs"}}""",
            ns.Name, "--server-side", "--field-manager=somebody");

        await Client(host).ApplyAsync(Map(ns, "a", ("ours", "ours")), "runtime-test", CancellationToken.None);
        var applied = await Client(host).ApplyAsync(Map(ns, "a", ("second", "ours")), "runtime-test", CancellationToken.None);

        applied.Data.Should().BeEquivalentTo(new Dictionary<string, string> { ["other"] = "theirs", ["second"] = "ours" }, "what we no longer apply goes");
        var theirs = await ns.Cluster.TryApplyAsync(
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"second":"theirs"}}""", ns.Name, "--server-side", "--field-manager=somebody");
        theirs.Error.Should().Contain("conflict");
    }

    [SkippableFact]
    public async Task ApplyStatus_ChangesNothingButTheStatus()
    {
        await using var ns = await ScratchNamespace.CreateAsync();
        using var host = await StartAsync(ns);
        var pod = await Client(host).CreateAsync(
            new V1Pod
            {
                Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = ns.Name },
                Spec = new V1PodSpec { SchedulerName = "none", Containers = [new V1Container { Name = "c", Image = "none" }] },
            },
            CancellationToken.None);

        pod.Spec.PriorityClassName = "never-sent";
        pod.Metadata.Labels = new Dictionary<string, string> { ["never"] = "sent" };
        pod.Status = new V1PodStatus { Message = "from the test" };
        var answer = await Client(host).ApplyStatusAsync(pod, "runtime-test", CancellationToken.None);

        answer.Status.Message.Should().Be("from the test");
        answer.Metadata.Labels.Should().BeNull();
        answer.Metadata.Generation.Should().Be(pod.Metadata.Generation);
        var again = await Client(host).ApplyStatusAsync(pod, "runtime-test", CancellationToken.None);
        again.Metadata.ResourceVersion.Should().Be(answer.Metadata.ResourceVersion, "an apply that changes nothing writes nothing");
    }

    [SkippableFact]
    public async Task Errors_OfARealServer_AreToldApart()
    {
        await using var ns = await ScratchNamespace.CreateAsync();
        using var host = await StartAsync(ns);
        var client = Client(host);
        var first = await client.CreateAsync(Map(ns, "a"), CancellationToken.None);

        (await Catch(() => client.CreateAsync(Map(ns, "a"), CancellationToken.None))).IsAlreadyExists.Should().BeTrue();
        var wrongUid = await Catch(() => client.DeleteAsync<V1ConfigMap>(ns.Name, "a", Guid.NewGuid().ToString(), null, CancellationToken.None));
        (wrongUid.IsConflict, wrongUid.IsAlreadyExists).Should().Be((true, false));
        (await Catch(() => client.CreateAsync(Map(ns, "Not A Name"), CancellationToken.None))).IsInvalid.Should().BeTrue();

        await client.DeleteAsync<V1ConfigMap>(ns.Name, "a", first.Metadata.Uid, null, CancellationToken.None);
        (await client.GetAsync<V1ConfigMap>(ns.Name, "a", CancellationToken.None)).Should().BeNull();
    }

    [SkippableFact]
    public async Task Cache_FollowsOthersAndShowsOwnWritesAtOnce()
    {
        await using var ns = await ScratchNamespace.CreateAsync();
        using var host = await StartAsync(ns);
        var cache = host.Services.GetRequiredService<IEntityCache<V1ConfigMap>>();
        var events = new ConcurrentQueue<string>();
        using var subscription = host.Services.GetRequiredService<IEntityEvents<V1ConfigMap>>().Subscribe(e => events.Enqueue($"{e.Type} {e.Entity.Metadata.Name}"));
        await host.Services.GetRequiredService<IEntityEvents<V1ConfigMap>>().Synced.WaitAsync(s_timeout);

        await Client(host).CreateAsync(Map(ns, "own"), CancellationToken.None);
        cache.Get(ns.Name, "own").Should().NotBeNull();
        await Client(host).DeleteAsync<V1ConfigMap>(ns.Name, "own", null, null, CancellationToken.None);
        cache.Get(ns.Name, "own").Should().BeNull();

        await ns.Cluster.ApplyAsync("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"theirs","labels":{"cached":"yes"}}}""", ns.Name);
        await SeenAsync("Added theirs");
        await ns.KubectlAsync("label", "configmap", "theirs", "cached-");
        await SeenAsync("Deleted theirs");
        await ns.KubectlAsync("label", "configmap", "theirs", "cached=again");
        await Eventually.HoldsAsync("the object that came back", s_timeout, () =>
            Task.FromResult(cache.Get(ns.Name, "theirs") is null ? string.Join(", ", events) : null));

        events.Should().Equal("Added own", "Deleted own", "Added theirs", "Deleted theirs", "Added theirs");

        Task<TimeSpan> SeenAsync(string change) => Eventually.HoldsAsync(
            change, s_timeout, () => Task.FromResult(events.Contains(change) ? null : string.Join(", ", events)));
    }

    [SkippableFact]
    public async Task List_MoreThanAPage_HasThemAll()
    {
        await using var ns = await ScratchNamespace.CreateAsync();
        using var host = await StartAsync(ns);
        for (var i = 0; i < 7; i++)
        {
            await Client(host).CreateAsync(Map(ns, $"m{i}"), CancellationToken.None);
        }

        var listed = await Client(host).ListAsync<V1ConfigMap>(ns.Name, "cached", CancellationToken.None);

        listed.Select(m => m.Metadata.Name).Should().BeEquivalentTo(Enumerable.Range(0, 7).Select(i => $"m{i}"));
    }

    private static IKubernetesClient Client(IHost host) => host.Services.GetRequiredService<IKubernetesClient>();

    private static async Task<KubernetesException> Catch(Func<Task> call) => (await call.Should().ThrowAsync<KubernetesException>()).Which;

    private static V1ConfigMap Map(ScratchNamespace ns, string name, params (string Key, string Value)[] data) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = ns.Name, Labels = new Dictionary<string, string> { ["cached"] = "yes" } },
        Data = data.ToDictionary(d => d.Key, d => d.Value),
    };

    private static async Task<IHost> StartAsync(ScratchNamespace ns)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddKubernetesClient(settings =>
        {
            settings.KubeconfigPath = ns.Cluster.Environment["KUBECONFIG"];
            settings.WatchNamespaces.Add(ns.Name);
            settings.PageSize = 3;
        });
        builder.Services.AddKubernetesCache<V1ConfigMap>("cached");
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
