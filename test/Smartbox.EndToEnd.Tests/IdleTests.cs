using Smartbox.EndToEnd.Tests.Cluster;

namespace Smartbox.EndToEnd.Tests;

/// <summary>A box in which nothing happens costs nothing.</summary>
public sealed class IdleTests
{
    [SkippableFact]
    public async Task Box_Idle_WritesNothingToTheApiServerAndAsksTheBucketNothingForFiveMinutes()
    {
        var smartbox = await Installation.RequireAsync();
        await using var proxy = await S3Proxy.StartAsync(smartbox.S3);
        var ns = await smartbox.NamespaceAsync("idle");
        await smartbox.CreateStoreAsync(ns, proxy.Endpoint);
        await smartbox.CreateBoxAsync(ns, "alice", "alice@example.com", store: ns);
        await smartbox.WaitReadyAsync(ns, "alice");
        await smartbox.ChatAsync(ns, "alice", "hello");
        await Backups.AwaitBackupAsync(smartbox, ns, "True", TimeSpan.FromMinutes(1));
        // What follows from the start itself, such as the first poll after the last snapshot, has its time.
        await Task.Delay(TimeSpan.FromSeconds(45), TimeProvider.System);
        var uid = await smartbox.Cluster.FieldAsync(ns, "smartbox", "alice", "{.metadata.uid}");
        var requestsBefore = proxy.Requests(uid!).Count;
        var versionsBefore = await VersionsAsync(smartbox, ns);

        await Task.Delay(TimeSpan.FromMinutes(5), TimeProvider.System);

        proxy.Requests(uid!).Skip(requestsBefore).Should().BeEmpty();
        (await VersionsAsync(smartbox, ns)).Should().Be(versionsBefore);
    }

    /// <summary>Kind, name and resourceVersion of every object of the namespace: any write changes it.</summary>
    private static async Task<string> VersionsAsync(Installation smartbox, string ns) => await smartbox.Cluster.KubectlAsync(
        "get", "smartboxes,pods,persistentvolumeclaims,secrets,configmaps,networkpolicies,events.v1.events.k8s.io,leases", "-n", ns,
        "-o", """jsonpath={range .items[*]}{.kind}/{.metadata.name}@{.metadata.resourceVersion}{"\n"}{end}""");
}
