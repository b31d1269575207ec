using Smartbox.EndToEnd.Tests.Cluster;

namespace Smartbox.EndToEnd.Tests.Runtime;

/// <summary>A namespace of its own for one test.</summary>
internal sealed class ScratchNamespace : IAsyncDisposable
{
    private ScratchNamespace(TestCluster cluster, string name)
    {
        Cluster = cluster;
        Name = name;
    }

    public TestCluster Cluster { get; }

    public string Name { get; }

    public static async Task<ScratchNamespace> CreateAsync()
    {
        var cluster = await TestCluster.RequireAsync();
        var name = $"rt-{Guid.NewGuid():N}"[..16];
        await cluster.KubectlAsync("create", "namespace", name);
        return new ScratchNamespace(cluster, name);
    }

    public Task<string> KubectlAsync(params string[] arguments) => Cluster.KubectlAsync([.. arguments, "-n", Name]);

    public async ValueTask DisposeAsync()
    {
        // The operators that would serve the finalizers of these have stopped.
        foreach (var map in (await KubectlAsync("get", "configmaps", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await Cluster.TryKubectlAsync("patch", map, "-n", Name, "--type=merge", "-p", """{"metadata":{"finalizers":null}}""");
        }

        await Cluster.KubectlAsync("delete", "namespace", Name, "--wait=false");
    }
}
