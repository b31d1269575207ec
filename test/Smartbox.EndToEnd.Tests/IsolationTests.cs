using Smartbox.EndToEnd.Tests.Cluster;

namespace Smartbox.EndToEnd.Tests;

/// <summary>Point 6: nobody sees another's box, and what is wrong is said where a person looks.</summary>
public sealed class IsolationTests
{
    [SkippableFact]
    public async Task Chat_AnotherUsersToken_GetsTheSameNotFoundAsAnUnknownBox()
    {
        var smartbox = await Installation.RequireAsync();
        var ns = await smartbox.NamespaceAsync("foreign");
        await smartbox.CreateBoxAsync(ns, "alice", "alice@example.com");
        await smartbox.WaitReadyAsync(ns, "alice");

        var foreign = await smartbox.TryChatAsync(ns, "alice", "hello", "--user", "mallory@example.com");
        var unknown = await smartbox.TryChatAsync(ns, "nobody", "hello", "--user", "mallory@example.com");
        var own = await smartbox.TryChatAsync(ns, "alice", "hello", "--user", "alice@example.com");

        own.ExitCode.Should().Be(0, own.Error);
        foreign.ExitCode.Should().NotBe(0);
        foreign.Output.Should().BeEmpty();
        foreign.ExitCode.Should().Be(unknown.ExitCode);
        foreign.Error.Replace("alice", "nobody", StringComparison.Ordinal).Should().Be(unknown.Error);
    }

    [SkippableFact]
    public async Task Box_UnknownTier_IsStalledAndHealsWhenTheTierAppears()
    {
        var smartbox = await Installation.RequireAsync();
        var ns = await smartbox.NamespaceAsync("tier");
        var tier = ns;
        await smartbox.Cluster.ApplyAsync($$"""
            apiVersion: smartbox.dev/v1alpha1
            kind: Smartbox
            metadata: {name: alice}
            spec: {owner: alice@example.com, tier: {{tier}} }
            """, ns);

        await smartbox.Cluster.KubectlAsync("wait", "--for=condition=Stalled", "smartbox/alice", "-n", ns, "--timeout=30s");
        var stalled = await smartbox.Cluster.FieldAsync(ns, "smartbox", "alice", """{.status.conditions[?(@.type=="Stalled")].reason}""");
        await smartbox.CreateTierAsync(tier, "256Mi");
        await smartbox.WaitReadyAsync(ns, "alice");

        stalled.Should().Be("TierNotFound");
        var after = await smartbox.Cluster.FieldAsync(ns, "smartbox", "alice", """{.status.conditions[?(@.type=="Stalled")].status}""");
        after.Should().BeOneOf("", "False");
    }

    [SkippableFact]
    public async Task Box_ImpossibleSpec_IsRefusedByTheApiServerWithAFieldPath()
    {
        var smartbox = await Installation.RequireAsync();
        var ns = await smartbox.NamespaceAsync("invalid");

        var result = await smartbox.Cluster.TryApplyAsync("""
            apiVersion: smartbox.dev/v1alpha1
            kind: Smartbox
            metadata: {name: alice}
            spec: {owner: "", power: {mode: Sometimes}, backup: {interval: soon} }
            """, ns);

        result.ExitCode.Should().NotBe(0);
        result.Error.Should().Contain("spec.owner").And.Contain("spec.power.mode").And.Contain("spec.backup.interval");
    }

    [SkippableFact]
    public async Task Pod_UnderItsNamespacesPolicy_ReachesNeitherTheApiServerNorAnotherBox()
    {
        var smartbox = await Installation.RequireAsync();
        var ns = await smartbox.NamespaceAsync("network");
        await smartbox.CreateBoxAsync(ns, "alice", "alice@example.com");
        await smartbox.CreateBoxAsync(ns, "bob", "bob@example.com");
        await smartbox.WaitReadyAsync(ns, "alice");
        await smartbox.WaitReadyAsync(ns, "bob");
        var bob = await smartbox.Cluster.FieldAsync(ns, "pod", "bob", "{.status.podIP}");

        // The agent's image has no shell: a debug container sees the network exactly as the agent does.
        var s3 = new Uri(smartbox.S3.Endpoint);
        var script = string.Join("; ", new[] { (bob, 8443), (bob, 8444), ("10.96.0.1", 443), (s3.Host, s3.Port) }
            .Select(target => $"timeout 3 bash -c '</dev/tcp/{target.Item1}/{target.Item2}' 2>/dev/null && echo open || echo closed"));
        await smartbox.Cluster.KubectlAsync(
            "debug", "alice", "-n", ns, "--image", SmartboxTools.Image, "--container", "probe", "--profile", "restricted", "--", "bash", "-c", script);
        await Eventually.HoldsAsync("the probe's end", TimeSpan.FromMinutes(1), async () =>
            await smartbox.Cluster.FieldAsync(ns, "pod", "alice", "{.status.ephemeralContainerStatuses[0].state.terminated.exitCode}") is "0" ? null : "running");
        var outcome = await smartbox.Cluster.KubectlAsync("logs", "alice", "-n", ns, "-c", "probe");

        outcome.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Equal("closed", "closed", "closed", "open");
    }

    [SkippableFact]
    public async Task Agent_InItsContainer_MountsNothingOfTheSidecars()
    {
        var smartbox = await Installation.RequireAsync();
        var ns = await smartbox.NamespaceAsync("mounts");
        await smartbox.CreateBoxAsync(ns, "alice", "alice@example.com");
        await smartbox.WaitReadyAsync(ns, "alice");

        var mounts = await smartbox.Cluster.FieldAsync(ns, "pod", "alice", """{range .spec.containers[?(@.name=="agent")].volumeMounts[*]}{.mountPath} {.subPath}{"\n"}{end}""");

        mounts!.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Should().BeEquivalentTo("/state box/state", "/tmp", "/etc/smartbox/config");
    }

    [SkippableFact]
    public async Task Box_Deleted_LeavesAfterItsLastSnapshotAndKeepsVolumeAndKeys()
    {
        var smartbox = await Installation.RequireAsync();
        var ns = await smartbox.NamespaceAsync("deleted");
        await smartbox.CreateBoxAsync(ns, "alice", "alice@example.com");
        await smartbox.WaitReadyAsync(ns, "alice");
        await smartbox.ChatAsync(ns, "alice", "remember that my cat is called Miso");

        await smartbox.Cluster.KubectlAsync("delete", "smartbox", "alice", "-n", ns, "--timeout=120s");

        (await smartbox.Cluster.FieldAsync(ns, "pod", "alice", "{.metadata.uid}")).Should().BeNull();
        (await smartbox.Cluster.FieldAsync(ns, "pvc", "alice-state", "{.metadata.uid}")).Should().NotBeNull();
        (await smartbox.Cluster.FieldAsync(ns, "secret", "alice-keys", "{.metadata.uid}")).Should().NotBeNull();
    }
}
