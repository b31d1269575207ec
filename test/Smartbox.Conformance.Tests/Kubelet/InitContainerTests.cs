using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Kubelet;

/// <summary>Init containers and native sidecars: their order, and what happens when they fail.</summary>
public sealed class InitContainerTests
{
    [SkippableTheory]
    [Servers]
    public async Task Sidecars_StartBeforeAndStopAfterTheOthersInOrder(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        // The first sidecar is the last to stop: it tells what all have written.
        await @case.RunAsync("p", """
            terminationGracePeriodSeconds: 20
            initContainers:
            - {name: first, image: $image, command: [sh, -c, "echo first >> $data/order"], volumeMounts: [{name: d, mountPath: /data}]}
            - {name: one, image: $image, restartPolicy: Always, command: [sh, -c, "$one"], volumeMounts: [{name: d, mountPath: /data}],
               startupProbe: {periodSeconds: 1, exec: {command: [sh, -c, "echo probed >> $data/order"]}}}
            - {name: between, image: $image, command: [sh, -c, "echo between >> $data/order"], volumeMounts: [{name: d, mountPath: /data}]}
            - {name: two, image: $image, restartPolicy: Always, command: [sh, -c, "$two"], volumeMounts: [{name: d, mountPath: /data}],
               startupProbe: {periodSeconds: 1, exec: {command: [sh, -c, "grep -q two $data/order"]}}}
            containers:
            - {name: c, image: $image, command: [sh, -c, "$main"], volumeMounts: [{name: d, mountPath: /data}]}
            volumes: [{name: d, emptyDir: {}}]
            """
            .Replace("$one", Script("one", "cat $data/order;"), StringComparison.Ordinal)
            .Replace("$two", Script("two"), StringComparison.Ordinal)
            .Replace("$main", Script("main"), StringComparison.Ordinal));
        var ready = await @case.AwaitReadyAsync("p");
        await @case.AwaitPodAsync("p", s => s.Container("c")!["state"]!["running"] is not null);

        using var log = await @case.WatchAsync(PodCase.Pods + "/p/log?follow=true&container=one");
        await @case.QuietlyAsync(HttpMethod.Delete, PodCase.Pods + "/p");
        var order = await log.ReadTextAsync();

        order.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Equal(
            "first", "one up", "probed", "between", "two up", "main up", "main down", "two down", "one down");
        @case.Show("ready", ready);
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Sidecar_OfAPodWhoseWorkIsDone_Ends(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.RunAsync("p", """
            restartPolicy: Never
            initContainers: [{name: s, image: $image, restartPolicy: Always, command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.1; done"]}]
            containers: [{name: c, image: $image, command: [sh, -c, "exit 0"]}]
            """);

        @case.Show("end", await @case.AwaitPhaseAsync("p", "Succeeded"));

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Sidecar_ThatEnds_IsStartedAgain(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.RunAsync("p", """
            restartPolicy: Never
            initContainers:
            - {name: s, image: $image, restartPolicy: Always, volumeMounts: [{name: d, mountPath: /data}],
               command: [sh, -c, "if test -f $data/once; then sleep 300; fi; while ! test -f $data/main; do sleep 0.1; done; touch $data/once; exit 4"]}
            containers: [{name: c, image: $image, command: [sh, -c, "touch $data/main; sleep 300"], volumeMounts: [{name: d, mountPath: /data}]}]
            volumes: [{name: d, emptyDir: {}}]
            """);

        var status = await @case.AwaitPodAsync("p", s => s.Restarts("s") == 1 && s.Container("s")!["state"]!["running"] is not null && s.Condition("Ready") == "True");

        @case.Show("again", status);
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task InitContainer_ThatFails_EndsAPodThatIsNotRestarted(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.RunAsync("p", """
            restartPolicy: Never
            initContainers: [{name: i, image: $image, command: [sh, -c, "exit 6"]}, {name: j, image: $image, command: [sh, -c, "exit 0"]}]
            containers: [{name: c, image: $image, command: [sh, -c, "exit 0"]}]
            """);

        @case.Show("end", await @case.AwaitPhaseAsync("p", "Failed"));

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task InitContainer_ThatFails_IsStartedAgainInOthers(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        @case.Normaliser.Hidden.Add("restartCount");
        await @case.RunAsync("p", """
            initContainers: [{name: i, image: $image, command: [sh, -c, "exit 6"]}]
            containers: [{name: c, image: $image, command: [sh, -c, "sleep 300"]}]
            """);

        @case.Show("backing off", await @case.AwaitPodAsync("p", s => s.Restarts("i") >= 1 && (string?)s.Container("i")!["state"]!["waiting"]?["reason"] == "CrashLoopBackOff"));

        @case.Verify();
    }

    private static string Script(string name, string last = "") =>
        $"trap 'echo {name} down >> $data/order; {last} exit 0' TERM; echo {name} up >> $data/order; while :; do sleep 0.1; done";
}
