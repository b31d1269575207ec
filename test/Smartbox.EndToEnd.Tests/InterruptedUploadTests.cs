using Smartbox.EndToEnd.Tests.Cluster;

namespace Smartbox.EndToEnd.Tests;

/// <summary>A pod that is killed in the middle of a snapshot.</summary>
public sealed class InterruptedUploadTests
{
    [SkippableFact]
    public async Task Box_KilledDuringASnapshotUpload_RemembersAndTheRepositoryIsClean()
    {
        var smartbox = await Installation.RequireAsync();
        var restic = await Backups.RequireResticAsync();
        await using var proxy = await S3Proxy.StartAsync(smartbox.S3);
        var ns = await smartbox.NamespaceAsync("killed-upload");
        await smartbox.CreateStoreAsync(ns, proxy.Endpoint);
        await smartbox.CreateBoxAsync(ns, "alice", "alice@example.com", store: ns);
        await smartbox.WaitReadyAsync(ns, "alice");
        await Backups.AwaitBackupAsync(smartbox, ns, "True", TimeSpan.FromMinutes(1));

        var uploading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.Hold(request =>
        {
            if (request.Method != "PUT" || !request.Path.Value!.Contains("/data/", StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            uploading.TrySetResult();
            return killed.Task;
        });
        await smartbox.ChatAsync(ns, "alice", "remember that my cat is called Miso");
        await uploading.Task.WaitAsync(TimeSpan.FromMinutes(2));
        var pod = await smartbox.Cluster.FieldAsync(ns, "pod", "alice", "{.metadata.uid}");
        await smartbox.Cluster.KubectlAsync("delete", "pod", "alice", "-n", ns, "--force", "--grace-period=0");
        proxy.Hold(null);
        killed.SetResult();
        await Eventually.HoldsAsync("another pod", TimeSpan.FromMinutes(1), async () =>
            await smartbox.Cluster.FieldAsync(ns, "pod", "alice", "{.metadata.uid}") is { } uid && uid != pod ? null : "the old one");
        await smartbox.WaitReadyAsync(ns, "alice");

        (await smartbox.ChatAsync(ns, "alice", "what is my cat called?")).Should().Contain("Miso");
        await Backups.AwaitBackupAsync(smartbox, ns, "True", TimeSpan.FromMinutes(3));
        var check = await Backups.CheckAsync(restic, await Backups.ResticEnvironmentAsync(smartbox, ns, "alice"));
        check.ExitCode.Should().Be(0, check.Output + check.Error);
    }
}
