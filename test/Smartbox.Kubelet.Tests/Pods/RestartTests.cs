using k8s.Models;

namespace Smartbox.Kubelet.Tests.Pods;

public sealed class RestartTests
{
    [Fact]
    public async Task Container_ThatCrashesTwice_WaitsInCrashLoopBackOff()
    {
        await using var node = await TestNode.StartAsync(backoff: TimeSpan.FromSeconds(10));
        var uid = node.Run("x", "containers: [{name: main, image: host, command: [sh, -c, 'echo run; exit 7']}]").Metadata.Uid;

        var status = (await node.UntilAsync("x", p => p.Status.ContainerStatuses[0].State.Waiting?.Reason == "CrashLoopBackOff")).Status;

        var container = status.ContainerStatuses[0];
        container.State.Waiting.Message.Should().Be($"back-off 10s restarting failed container=main pod=x_default({uid})");
        container.RestartCount.Should().Be(1);
        container.LastState.Terminated.Should().Match<V1ContainerStateTerminated>(t => t.ExitCode == 7 && t.Reason == "Error");
        status.Phase.Should().Be("Running");
        (await node.LogAsync(new LogRequest("default", "x", "main") { Previous = true })).Should().Be("run\n");
        await node.UntilEventAsync($"BackOff: Back-off restarting failed container main in pod x_default({uid})");
    }

    [Fact]
    public async Task Container_AfterItsBackoff_RunsAgainAndRemembersTheLastEnd()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", "containers: [{name: main, image: host, command: [sh, -c, 'echo x >>$SHARED/runs; test $(wc -l <$SHARED/runs) -lt 3 && exit 3; sleep 1000']}]");

        var container = (await node.UntilAsync("x", p => p.Status.ContainerStatuses[0] is { RestartCount: 2, State.Running: not null })).Status.ContainerStatuses[0];

        container.LastState.Terminated.ExitCode.Should().Be(3);
        container.Ready.Should().BeTrue();
    }

    [Fact]
    public async Task Pod_WithOnFailure_RestartsWhatFailedAndSucceedsInTheEnd()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", """
            restartPolicy: OnFailure
            containers:
            - {name: good, image: host, command: [sh, -c, 'echo x >>$SHARED/good']}
            - {name: bad, image: host, command: [sh, -c, 'echo x >>$SHARED/bad; test $(wc -l <$SHARED/bad) = 2']}
            """);

        var status = (await node.UntilAsync("x", p => p.Status.Phase == "Succeeded")).Status;

        status.ContainerStatuses.Select(c => $"{c.Name} {c.RestartCount}").Should().Equal("bad 1", "good 0");
        (await node.UntilFileAsync("good")).Should().Be("x\n");
    }

    [Fact]
    public async Task Sidecar_ThatEnds_RestartsWhileTheContainerGoesOn()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", """
            initContainers:
            - {name: side, image: host, restartPolicy: Always, command: [sh, -c, 'echo x >>$SHARED/side; test $(wc -l <$SHARED/side) = 1 && while ! test -s $SHARED/main; do sleep 0.02; done && exit 0; sleep 1000']}
            containers:
            - {name: main, image: host, command: [sh, -c, 'echo x >>$SHARED/main; sleep 1000']}
            """);

        var status = (await node.UntilAsync("x", p => p.Status.InitContainerStatuses[0] is { RestartCount: 1, State.Running: not null })).Status;

        status.Phase.Should().Be("Running");
        status.ContainerStatuses[0].RestartCount.Should().Be(0);
        (await node.UntilFileAsync("main")).Should().Be("x\n");
    }

    [Fact]
    public async Task Pod_PastItsDeadline_FailsAsAWhole()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", """
            activeDeadlineSeconds: 1
            containers: [{name: main, image: host, command: [sh, -c, 'sleep 1000']}]
            """);

        var status = (await node.UntilAsync("x", p => p.Status.Phase == "Failed" && p.Status.ContainerStatuses[0].State.Terminated is not null)).Status;

        status.Reason.Should().Be("DeadlineExceeded");
        status.Message.Should().Be("Pod was active on the node longer than the specified deadline");
        status.ContainerStatuses[0].State.Terminated.ExitCode.Should().Be(143);
    }
}
