using Smartbox.EndToEnd.Tests.Cluster;

namespace Smartbox.EndToEnd.Tests;

/// <summary>A bucket that is away for a while.</summary>
public sealed class OutageTests
{
    [SkippableFact]
    public async Task Box_BucketAnswers503ForAMinute_KeepsRunningSaysSoAndCatchesUp()
    {
        var smartbox = await Installation.RequireAsync();
        await using var proxy = await S3Proxy.StartAsync(smartbox.S3);
        var ns = await smartbox.NamespaceAsync("outage");
        await smartbox.CreateStoreAsync(ns, proxy.Endpoint);
        await smartbox.CreateBoxAsync(ns, "alice", "alice@example.com", store: ns);
        await smartbox.WaitReadyAsync(ns, "alice");
        await Backups.AwaitBackupAsync(smartbox, ns, "True", TimeSpan.FromMinutes(1));

        proxy.Unavailable(_ => true);
        await smartbox.ChatAsync(ns, "alice", "remember that my cat is called Miso");
        await Backups.AwaitBackupAsync(smartbox, ns, "False", TimeSpan.FromMinutes(3));
        var readyDuring = await smartbox.Cluster.FieldAsync(ns, "smartbox", "alice", """{.status.conditions[?(@.type=="Ready")].status}""");
        var snapshotBefore = await Backups.LastSnapshotAsync(smartbox, ns);
        await Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System);
        proxy.Available();
        await Backups.AwaitBackupAsync(smartbox, ns, "True", TimeSpan.FromMinutes(3));

        readyDuring.Should().Be("True", "a bucket that is away is no reason against talking");
        (await Backups.LastSnapshotAsync(smartbox, ns)).Should().NotBe(snapshotBefore);
    }
}
