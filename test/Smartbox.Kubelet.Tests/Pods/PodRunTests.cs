using Smartbox.Kubelet.Processes;

namespace Smartbox.Kubelet.Tests.Pods;

public sealed class PodRunTests
{
    private const string WithSidecar =
        """
        terminationGracePeriodSeconds: 20
        initContainers:
        - name: one
          image: host
          command: [sh, -c, 'echo one >>$SHARED/order']
        - name: side
          image: host
          restartPolicy: Always
          command: [sh, -c, 'trap "echo side-end >>$SHARED/order; exit 0" TERM; echo side >>$SHARED/order; while :; do sleep 0.1; done']
          startupProbe: {exec: {command: [sh, -c, 'grep -q side $SHARED/order && echo probed >>$SHARED/order']}, periodSeconds: 1}
        - name: last
          image: host
          restartPolicy: Always
          command: [sh, -c, 'trap "echo last-end >>$SHARED/order; exit 0" TERM; while ! test -e $SHARED/go; do sleep 0.02; done; echo last >>$SHARED/order; while :; do sleep 0.1; done']
        containers:
        - name: main
          image: host
          command: [sh, -c, 'trap "echo main-end >>$SHARED/order; exit 0" TERM; echo main >>$SHARED/order; touch $SHARED/go; while :; do sleep 0.1; done']
        """;

    [Fact]
    public async Task Pod_WithInitAndSidecars_StartsThemInOrderAndStopsThemInReverse()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("a", WithSidecar);

        var pod = await node.UntilAsync("a", p => p.Status.Conditions.Any(c => c is { Type: "Ready", Status: "True" }));
        await node.UntilFileAsync("order", t => t.Contains("last\n", StringComparison.Ordinal));
        node.Api.DeletePod("a", 20);
        await node.UntilGoneAsync("a");

        (await node.UntilFileAsync("order")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Should().Equal("one", "side", "probed", "main", "last", "main-end", "last-end", "side-end");
        pod.Status.Phase.Should().Be("Running");
        pod.Spec.NodeName.Should().Be("local");
    }

    [Fact]
    public async Task Pod_ThatRuns_HasTheStatusOfARealKubelet()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("a", WithSidecar);

        var status = (await node.UntilAsync("a", p => p.Status.Conditions.Any(c => c is { Type: "Ready", Status: "True" }))).Status;

        status.Conditions.Select(c => $"{c.Type}|{c.Status}|{c.Reason}").Should().Equal(
            "PodReadyToStartContainers|True|", "Initialized|True|", "Ready|True|", "ContainersReady|True|", "PodScheduled|True|");
        status.InitContainerStatuses.Select(c => $"{c.Name} {c.Ready} {c.Started} {c.RestartCount} {c.State.Terminated?.Reason ?? (c.State.Running is null ? "?" : "Running")}")
            .Should().Equal("one True False 0 Completed", "side True True 0 Running", "last True True 0 Running");
        status.ContainerStatuses.Should().ContainSingle().Which.ImageID.Should().StartWith("program:///");
        status.QosClass.Should().Be("BestEffort");
        status.PodIP.Should().StartWith("127.");
        status.HostIP.Should().Be("127.0.0.1");
        status.StartTime.Should().NotBeNull();
    }

    [Fact]
    public async Task Pod_AtItsFirstStatus_SaysWhatIsMissing()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("a", WithSidecar);

        await node.UntilAsync("a", p => p.Status.Phase == "Running");

        var first = node.Api.Pods.History.First(p => p.Status is not null).Status;
        first.Phase.Should().Be("Pending");
        first.Conditions.Select(c => $"{c.Type}|{c.Status}|{c.Reason}|{c.Message}").Should().Equal(
            "PodReadyToStartContainers|False|PodSandboxNotReady|no pod sandbox exists",
            "Initialized|False|ContainersNotInitialized|containers with incomplete status: [one side last]",
            "Ready|False|ContainersNotReady|containers with unready status: [side last main]",
            "ContainersReady|False|ContainersNotReady|containers with unready status: [side last main]",
            "PodScheduled|True||");
        first.ContainerStatuses[0].State.Waiting.Reason.Should().Be("PodInitializing");
    }

    [Fact]
    public async Task Pod_WhoseContainersComplete_SucceedsAndStopsItsSidecars()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("c", """
            restartPolicy: Never
            initContainers:
            - name: side
              image: host
              restartPolicy: Always
              command: [sh, -c, 'trap "exit 0" TERM; echo up >$SHARED/side; while :; do sleep 0.1; done']
            containers:
            - name: main
              image: host
              command: [sh, -c, 'while ! test -s $SHARED/side; do sleep 0.02; done; echo bye']
            """);

        var status = (await node.UntilAsync("c", p => p.Status.Phase == "Succeeded")).Status;

        status.Conditions.Select(c => $"{c.Type}|{c.Status}|{c.Reason}|{c.Message}").Should().Equal(
            "PodReadyToStartContainers|False|PodSandboxNotReady|pod sandbox is not ready",
            "Initialized|True|PodCompleted|",
            "Ready|False|PodCompleted|",
            "ContainersReady|False|PodCompleted|",
            "PodScheduled|True||");
        status.InitContainerStatuses[0].State.Terminated.ExitCode.Should().Be(0);
        (await node.LogAsync(new LogRequest("default", "c", "main"))).Should().Be("bye\n");
    }

    [Fact]
    public async Task Pod_WhoseInitFailsAndMayNotRestart_Fails()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("f", """
            restartPolicy: Never
            initContainers:
            - {name: one, image: host, command: [sh, -c, 'exit 4']}
            containers:
            - {name: main, image: host, command: [sh, -c, 'exit 0']}
            """);

        var status = (await node.UntilAsync("f", p => p.Status.Phase == "Failed")).Status;

        status.InitContainerStatuses[0].State.Terminated.ExitCode.Should().Be(4);
        status.ContainerStatuses[0].State.Waiting.Reason.Should().Be("PodInitializing");
    }

    [Fact]
    public async Task Container_ThatIgnoresSigterm_IsKilledWithItsChildrenWhenTheGraceIsOver()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("k", """
            containers:
            - {name: main, image: host, command: [sh, -c, 'trap "" TERM; sleep 1000 & echo $! >$SHARED/child; while :; do sleep 0.1; done']}
            """);
        var child = int.Parse((await node.UntilFileAsync("child")).Trim());

        node.Api.DeletePod("k", 1);
        await node.UntilGoneAsync("k");

        node.Api.Pods.History[^1].Status.ContainerStatuses[0].State.Terminated.ExitCode.Should().Be(137);
        await TestNode.UntilAsync(() => ProcStat.Read(child) is null or { IsZombie: true } ? "" : null, () => "the child lives");
    }
}
