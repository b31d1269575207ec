using k8s.Models;

namespace Smartbox.Kubelet.Tests.Pods;

public sealed class NodeRestartTests
{
    private const string Spec = """
        terminationGracePeriodSeconds: 20
        initContainers:
        - {name: init, image: host, command: [sh, -c, 'echo init >>$SHARED/order']}
        - {name: side, image: host, restartPolicy: Always, command: [sh, -c, 'trap "echo side-end >>$SHARED/order; exit 0" TERM; echo side >>$SHARED/order; touch $SHARED/side; while :; do sleep 0.1; done'], startupProbe: {exec: {command: [sh, -c, 'test -e $SHARED/side']}, periodSeconds: 1}}
        containers:
        - {name: main, image: host, command: [sh, -c, 'trap "echo main-end >>$SHARED/order; exit 0" TERM; echo x >>$DATA/runs; echo main-$(wc -l <$DATA/runs) >>$SHARED/order; while :; do sleep 0.1; done'], volumeMounts: [{name: d, mountPath: /data}]}
        volumes: [{name: d, emptyDir: {}}]
        """;

    [Fact]
    public async Task Node_ThatStopsAndStarts_ContinuesTheSamePod()
    {
        await using var node = await TestNode.StartAsync();
        var uid = node.Run("x", Spec).Metadata.Uid;
        await node.UntilFileAsync("order", t => t.Contains("main-1", StringComparison.Ordinal));

        await node.StopAsync();
        var stopped = node.Pod("x").Status;
        File.Delete(Path.Combine(node.Shared, "side"));
        var count = node.Api.Pods.History.Count;
        await node.StartAgainAsync();
        await node.UntilFileAsync("order", t => t.Contains("main-2", StringComparison.Ordinal));
        var again = (await node.UntilAsync("x", p => p.Status.Conditions.Any(c => c is { Type: "Ready", Status: "True" }))).Status;

        (await node.UntilFileAsync("order")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Should().Equal("init", "side", "main-1", "main-end", "side-end", "init", "side", "main-2");
        stopped.Phase.Should().Be("Running");
        stopped.ContainerStatuses[0].State.Terminated.ExitCode.Should().Be(0);
        stopped.Conditions.First(c => c.Type == "Ready").Status.Should().Be("False");
        node.Pod("x").Metadata.Uid.Should().Be(uid);
        again.ContainerStatuses[0].RestartCount.Should().Be(1);
        again.ContainerStatuses[0].LastState.Terminated.ExitCode.Should().Be(0);

        var first = node.Api.Pods.History[count].Status;
        first.Conditions.First(c => c.Type == "Ready").Status.Should().Be("False");
        first.InitContainerStatuses[0].State.Waiting.Reason.Should().Be("PodInitializing");
    }

    [Fact]
    public async Task Node_ThatWasKilled_FindsUnknownEndsAndStartsAgain()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", Spec);
        await node.UntilAsync("x", p => p.Status.Conditions.Any(c => c is { Type: "Ready", Status: "True" }));

        await node.KillAsync();
        File.Delete(Path.Combine(node.Shared, "side"));
        await node.StartAgainAsync();
        var again = (await node.UntilAsync("x", p => p.Status.ContainerStatuses[0] is { RestartCount: 1, State.Running: not null })).Status;

        again.ContainerStatuses[0].LastState.Terminated.Should().Match<V1ContainerStateTerminated>(t => t.ExitCode == 255 && t.Reason == "Unknown");
    }

    [Fact]
    public async Task Pod_ThatWentWhileTheNodeWasDown_LeavesNothingBehind()
    {
        await using var node = await TestNode.StartAsync();
        var uid = node.Run("x", Spec).Metadata.Uid;
        await node.UntilFileAsync("order", t => t.Contains("main-1", StringComparison.Ordinal));

        await node.StopAsync();
        node.Api.Pods.Remove("default", "x", uid);
        await node.StartAgainAsync();

        Directory.Exists(Path.Combine(node.Folder, "pods", uid)).Should().BeFalse();
        Directory.EnumerateDirectories(Path.Combine(node.Folder, "logs")).Should().BeEmpty();
    }

    [Fact]
    public async Task Pod_ThatHadEnded_IsNotRunAgain()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("done", "{restartPolicy: Never, containers: [{name: main, image: host, command: [sh, -c, 'echo x >>$SHARED/runs']}]}");
        await node.UntilAsync("done", p => p.Status.Phase == "Succeeded");

        await node.StopAsync();
        await node.StartAgainAsync();
        node.Run("next", "{restartPolicy: Never, containers: [{name: main, image: host, command: ['true']}]}");
        await node.UntilAsync("next", p => p.Status.Phase == "Succeeded");
        node.Api.DeletePod("done", 30);
        await node.UntilGoneAsync("done");

        (await node.UntilFileAsync("runs")).Should().Be("x\n");
    }

    [Fact]
    public async Task Node_ThatIsRegistered_SaysWhatItIsAndWhenItStops()
    {
        await using var node = await TestNode.StartAsync();
        var ready = node.Api.Nodes.List().Single();

        await node.StopAsync();

        ready.Metadata.Labels["kubernetes.io/os"].Should().Be("linux");
        ready.Status.Conditions.First(c => c.Type == "Ready").Status.Should().Be("True");
        ready.Status.Capacity["cpu"].ToInt64().Should().Be(Environment.ProcessorCount);
        ready.Status.Addresses.Should().Contain(a => a.Type == "InternalIP" && a.Address == "127.0.0.1");
        node.Api.Nodes.List().Single().Status.Conditions.First(c => c.Type == "Ready").Status.Should().Be("False");
    }
}
