using Smartbox.EndToEnd.Tests.Cluster;

namespace Smartbox.EndToEnd.Tests;

/// <summary>Point 4: a box that loses its agent, its pod, or its volume comes back and remembers.</summary>
public sealed class MemoryTests
{
    private const string Teach = "remember that my cat is called Miso";
    private const string Ask = "what is my cat called?";

    [SkippableFact]
    public async Task Box_PodDeleted_IsReadyAgainWithinSecondsAndRemembers()
    {
        var (smartbox, ns) = await TaughtBoxAsync("pod-deleted");
        var before = await smartbox.Cluster.FieldAsync(ns, "pod", "alice", "{.metadata.uid}");

        await smartbox.Cluster.KubectlAsync("delete", "pod", "alice", "-n", ns, "--wait=false");
        await AwaitOtherPodAsync(smartbox, ns, before!);
        await smartbox.WaitReadyAsync(ns, "alice");

        (await smartbox.ChatAsync(ns, "alice", Ask)).Should().Contain("Miso");
    }

    [SkippableFact]
    public async Task Box_AgentOutOfMemory_RestartsSaysWhyAndRemembers()
    {
        var (smartbox, ns) = await TaughtBoxAsync("oom");
        await smartbox.CreateTierAsync(ns, "14Mi");
        await smartbox.Cluster.KubectlAsync("delete", "pod", "alice", "-n", ns, "--wait=false");
        await Eventually.HoldsAsync("the reason in the box's status", TimeSpan.FromSeconds(60), async () =>
        {
            var reason = await smartbox.Cluster.FieldAsync(ns, "smartbox", "alice", "{.status.lastTermination.reason}");
            return reason == "OOMKilled" ? null : $"last termination '{reason}'";
        });
        var ready = await smartbox.Cluster.FieldAsync(ns, "smartbox", "alice", """{.status.conditions[?(@.type=="Ready")].status}""");
        await smartbox.CreateTierAsync(ns, "256Mi");
        await smartbox.Cluster.KubectlAsync("delete", "pod", "alice", "-n", ns, "--wait=false");
        await Eventually.HoldsAsync("the third epoch", TimeSpan.FromSeconds(60), async () =>
            await smartbox.Cluster.FieldAsync(ns, "smartbox", "alice", "{.status.epoch}") is "3" ? null : "an earlier one");
        await smartbox.WaitReadyAsync(ns, "alice");

        ready.Should().Be("False");
        (await smartbox.ChatAsync(ns, "alice", Ask)).Should().Contain("Miso");
    }

    [SkippableFact]
    public async Task Box_AgentKilled_IsRestartedCountedAndRemembers()
    {
        var (smartbox, ns) = await TaughtBoxAsync("killed");

        NodeProcess.Kill((await smartbox.Cluster.FieldAsync(ns, "pod", "alice", "{.metadata.uid}"))!, "Smartbox.Companion");
        await Eventually.HoldsAsync("the restart in the box's status", TimeSpan.FromSeconds(60), async () =>
        {
            var restarts = await smartbox.Cluster.FieldAsync(ns, "smartbox", "alice", "{.status.restarts}");
            return int.TryParse(restarts, out var count) && count > 0 ? null : $"restarts '{restarts}'";
        });
        await smartbox.WaitReadyAsync(ns, "alice");

        (await smartbox.ChatAsync(ns, "alice", Ask)).Should().Contain("Miso");
    }

    [SkippableFact]
    public async Task Box_PodAndVolumeDeleted_IsRestoredFromTheBucketAndRemembers()
    {
        var (smartbox, ns) = await TaughtBoxAsync("volume-deleted");
        var claim = await smartbox.Cluster.FieldAsync(ns, "pvc", "alice-state", "{.metadata.uid}");
        claim.Should().NotBeNullOrEmpty();

        await smartbox.Cluster.KubectlAsync("delete", "pod/alice", "pvc/alice-state", "-n", ns, "--wait=false");
        await Eventually.HoldsAsync("another volume claim", TimeSpan.FromSeconds(120), async () =>
        {
            var uid = await smartbox.Cluster.FieldAsync(ns, "pvc", "alice-state", "{.metadata.uid}");
            return uid is not null && uid != claim ? null : $"claim {uid}";
        });
        await smartbox.WaitReadyAsync(ns, "alice", TimeSpan.FromSeconds(120));

        (await smartbox.ChatAsync(ns, "alice", Ask)).Should().Contain("Miso");
        var logs = await smartbox.Cluster.KubectlAsync("logs", "alice", "-n", ns, "-c", "restore");
        logs.Should().ContainEquivalentOf("restored");
    }

    [SkippableFact]
    public async Task Box_SwitchedOffAndOn_KeepsEverything()
    {
        var (smartbox, ns) = await TaughtBoxAsync("off");

        await smartbox.Cluster.KubectlAsync("patch", "smartbox", "alice", "-n", ns, "--type=merge", "-p", """{"spec":{"power":{"mode":"Off"}}}""");
        await Eventually.HoldsAsync("the pod's end", TimeSpan.FromSeconds(60), async () =>
            await smartbox.Cluster.FieldAsync(ns, "pod", "alice", "{.metadata.uid}") is { } uid ? $"pod {uid}" : null);
        var refused = await smartbox.TryChatAsync(ns, "alice", Ask);
        await smartbox.Cluster.KubectlAsync("patch", "smartbox", "alice", "-n", ns, "--type=merge", "-p", """{"spec":{"power":{"mode":"AlwaysOn"}}}""");
        await smartbox.WaitReadyAsync(ns, "alice");

        refused.ExitCode.Should().NotBe(0);
        refused.Error.Trim().Split('\n').Should().ContainSingle().Which.Should().Contain("switched off");
        (await smartbox.ChatAsync(ns, "alice", Ask)).Should().Contain("Miso");
    }

    private static async Task<(Installation Smartbox, string Ns)> TaughtBoxAsync(string prefix)
    {
        var smartbox = await Installation.RequireAsync();
        var ns = await smartbox.NamespaceAsync(prefix);
        await smartbox.CreateTierAsync(ns, "256Mi");
        await smartbox.CreateBoxAsync(ns, "alice", "alice@example.com", tier: ns);
        await smartbox.WaitReadyAsync(ns, "alice");
        await smartbox.ChatAsync(ns, "alice", Teach);
        return (smartbox, ns);
    }

    private static Task<TimeSpan> AwaitOtherPodAsync(Installation smartbox, string ns, string before) =>
        Eventually.HoldsAsync("another pod", TimeSpan.FromSeconds(60), async () =>
        {
            var uid = await smartbox.Cluster.FieldAsync(ns, "pod", "alice", "{.metadata.uid}");
            return uid is not null && uid != before ? null : $"pod {uid}";
        });
}
