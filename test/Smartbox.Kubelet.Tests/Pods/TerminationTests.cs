namespace Smartbox.Kubelet.Tests.Pods;

public sealed class TerminationTests
{
    private const string Stubborn = """
        terminationGracePeriodSeconds: 600
        containers: [{name: main, image: host, command: [sh, -c, 'trap "" TERM; echo up >$SHARED/up; while :; do sleep 0.1; done']}]
        """;

    [Fact]
    public async Task Hook_BeforeTheEnd_RunsBeforeSigterm()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", """
            containers:
            - name: main
              image: host
              command: [sh, -c, 'trap "echo term >>$SHARED/order; exit 0" TERM; echo up >$SHARED/up; while :; do sleep 0.1; done']
              lifecycle: {preStop: {exec: {command: [sh, -c, 'echo hook >>$SHARED/order']}}}
            """);
        await node.UntilFileAsync("up");

        node.Api.DeletePod("x", 30);
        await node.UntilGoneAsync("x");

        (await node.UntilFileAsync("order")).Should().Be("hook\nterm\n");
    }

    [Fact]
    public async Task Hook_ThatFails_IsToldAndDoesNotKeepTheContainer()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", """
            containers:
            - {name: main, image: host, command: [sh, -c, 'echo up >$SHARED/up; exec sleep 1000'], lifecycle: {preStop: {exec: {command: [sh, -c, 'echo no; exit 1']}}}}
            """);
        await node.UntilFileAsync("up");

        node.Api.DeletePod("x", 30);
        await node.UntilGoneAsync("x");

        await node.UntilEventAsync("FailedPreStopHook: PreStopHook failed: no");
    }

    [Fact]
    public async Task Pod_DeletedAgainWithLessGrace_EndsSooner()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", Stubborn);
        await node.UntilFileAsync("up");

        node.Api.DeletePod("x", 600);
        await node.UntilEventAsync("Killing: Stopping container main");
        node.Api.DeletePod("x", 1);
        await node.UntilGoneAsync("x");

        node.Api.Pods.History[^1].Status.ContainerStatuses[0].State.Terminated.ExitCode.Should().Be(137);
    }

    [Fact]
    public async Task Pod_DeletedByForce_LeavesNothingBehind()
    {
        await using var node = await TestNode.StartAsync();
        var uid = node.Run("x", Stubborn).Metadata.Uid;
        await node.UntilFileAsync("up");

        node.Api.Pods.Change("default", "x", p => p.Metadata.DeletionGracePeriodSeconds = 0);
        node.Api.Pods.Remove("default", "x", uid);

        await TestNode.UntilAsync(
            () => Directory.Exists(Path.Combine(node.Folder, "pods", uid)) || Directory.EnumerateDirectories(Path.Combine(node.Folder, "logs")).Any() ? null : "", () => "the folders stay");
        Directory.EnumerateFiles(Path.Combine(node.Folder, "processes"), "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task Pod_OfAnotherNode_IsLeftAlone()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("other", "{nodeName: far, containers: [{name: main, image: host, command: [sh, -c, 'touch $SHARED/other']}]}");
        node.Run("mine", "{restartPolicy: Never, containers: [{name: main, image: host, command: [sh, -c, 'touch $SHARED/mine']}]}");

        await node.UntilAsync("mine", p => p.Status.Phase == "Succeeded");

        File.Exists(Path.Combine(node.Shared, "other")).Should().BeFalse();
        node.Pod("other").Status.Should().BeNull();
    }

    [Fact]
    public async Task Message_ThatAContainerLeaves_IsInItsStatus()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", """
            restartPolicy: Never
            containers:
            - {name: file, image: host, command: [sh, -c, 'printf %5000d 1 >$TERMINATION_LOG; exit 1']}
            - {name: log, image: host, command: [sh, -c, 'echo one; echo two >&2; sleep 0.1; exit 1'], terminationMessagePolicy: FallbackToLogsOnError}
            - {name: good, image: host, command: [sh, -c, 'echo one'], terminationMessagePolicy: FallbackToLogsOnError}
            """);

        var containers = (await node.UntilAsync("x", p => p.Status.Phase == "Failed")).Status.ContainerStatuses;

        containers[0].State.Terminated.Message.Should().HaveLength(4096);
        containers[1].State.Terminated.Message.Should().BeNull();
        containers[2].State.Terminated.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().BeEquivalentTo("one", "two");
    }

    [SkippableFact]
    public async Task Container_ThatNeedsMoreThanItsLimit_IsOomKilled()
    {
        await using var node = await TestNode.StartAsync(useCgroups: true);
        Skip.If(node.Api.Nodes.List().Single().Status.Conditions.Any(c => c is { Type: "MemoryLimitsEnforced", Status: "False" }), "This process may not make cgroups.");
        node.Run("x", """
            restartPolicy: Never
            containers: [{name: main, image: host, command: [sh, -c, 'exec tail /dev/zero'], resources: {limits: {memory: 16Mi}}}]
            """);

        var ended = (await node.UntilAsync("x", p => p.Status.Phase == "Failed")).Status.ContainerStatuses[0].State.Terminated;

        ended.Reason.Should().Be("OOMKilled");
        ended.ExitCode.Should().Be(137);
    }

    [Fact]
    public async Task MemoryLimit_ThatIsNotEnforced_IsSaid()
    {
        await using var node = await TestNode.StartAsync(useCgroups: false);
        node.Run("x", "containers: [{name: main, image: host, command: [sh, -c, 'sleep 1000'], resources: {limits: {memory: 16Mi}}}]");

        await node.UntilEventAsync("MemoryLimitNotEnforced");

        node.Api.Nodes.List().Single().Status.Conditions.Should().Contain(c => c.Type == "MemoryLimitsEnforced" && c.Status == "False");
    }
}
