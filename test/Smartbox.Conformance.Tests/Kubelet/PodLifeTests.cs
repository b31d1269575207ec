using System.Text.Json.Nodes;
using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Kubelet;

/// <summary>What a pod's status tells from its start to its end.</summary>
public sealed class PodLifeTests
{
    [SkippableTheory]
    [Servers]
    public async Task Pod_ThatRunsAndIsDeleted_TellsEachState(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.RunAsync("p", """
            containers:
            - {name: c, image: $image, command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.1; done"]}
            """);
        @case.Show("ready", await @case.AwaitReadyAsync("p"));

        var list = await @case.QuietlyAsync(HttpMethod.Get, PodCase.Pods);
        using var watch = await @case.WatchAsync($"{PodCase.Pods}?watch=true&resourceVersion={list.ResourceVersion}");
        await @case.QuietlyAsync(HttpMethod.Delete, PodCase.Pods + "/p");
        var states = await LastStatesAsync(watch);

        @case.Show("last", states);
        @case.Verify();
    }

    [SkippableTheory]
    [Servers("exit 0", "Succeeded")]
    [Servers("exit 3", "Failed")]
    [Servers("kill -9 $$", "Failed")]
    [Servers("kill -TERM $$", "Failed")]
    public async Task Pod_ThatEnds_TellsItsExitCode(ServerKind kind, string script, string phase)
    {
        await using var @case = await PodCase.BeginAsync(kind, script.Replace(' ', '-').Replace("$$", "self", StringComparison.Ordinal));
        // A shell that is process 1 of a container is spared by signals that it does not handle; its child is not.
        await @case.RunAsync("p", $$$"""
            restartPolicy: Never
            containers:
            - {name: c, image: $image, command: [sh, -c, "sh -c '{{{script}}}'; exit $?"]}
            """);

        @case.Show(phase, await @case.AwaitPhaseAsync("p", phase));

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Pod_OfOnFailure_IsStartedAgainUntilItSucceeds(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.RunAsync("p", """
            restartPolicy: OnFailure
            containers:
            - {name: c, image: $image, command: [sh, -c, "if test -f $data/once; then exit 0; fi; touch $data/once; exit 1"], volumeMounts: [{name: d, mountPath: /data}]}
            volumes: [{name: d, emptyDir: {}}]
            """);

        @case.Show("end", await @case.AwaitPhaseAsync("p", "Succeeded"));

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Container_ThatCrashes_BacksOff(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        @case.Normaliser.Hidden.Add("restartCount");
        await @case.RunAsync("p", "containers: [{name: c, image: $image, command: [sh, -c, 'echo crashed; exit 3']}]");

        var status = await @case.AwaitPodAsync("p", s => s.Restarts("c") >= 1 && (string?)s.Container("c")!["state"]!["waiting"]?["reason"] == "CrashLoopBackOff");

        @case.Show("backing off", status);
        (await @case.LogAsync("p", "c", "&previous=true")).Should().Be("crashed\n");
        await @case.AwaitPodAsync("p", s => s.Restarts("c") > status.Restarts("c"));
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Container_ThatIgnoresTerm_IsKilledAfterItsGrace(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.RunAsync("p", """
            containers:
            - {name: c, image: $image, command: [sh, -c, "trap '' TERM; echo up; while :; do sleep 0.1; done"]}
            """);
        await @case.AwaitReadyAsync("p");
        var list = await @case.QuietlyAsync(HttpMethod.Get, PodCase.Pods);

        using var watch = await @case.WatchAsync($"{PodCase.Pods}?watch=true&resourceVersion={list.ResourceVersion}");
        await @case.QuietlyAsync(HttpMethod.Delete, PodCase.Pods + "/p");

        @case.Show("last", await LastStatesAsync(watch));
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Container_WithAPreStopHook_RunsItBeforeTerm(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.RunAsync("p", """
            terminationGracePeriodSeconds: 10
            containers:
            - name: c
              image: $image
              command: [sh, -c, "trap 'cat $data/order; echo term; exit 5' TERM; echo up; while :; do sleep 0.1; done"]
              lifecycle: {preStop: {exec: {command: [sh, -c, "echo hook > $data/order"]}}}
              volumeMounts: [{name: d, mountPath: /data}]
            volumes: [{name: d, emptyDir: {}}]
            """);
        await @case.AwaitReadyAsync("p");
        var list = await @case.QuietlyAsync(HttpMethod.Get, PodCase.Pods);
        using var watch = await @case.WatchAsync($"{PodCase.Pods}?watch=true&resourceVersion={list.ResourceVersion}");

        using var log = await @case.WatchAsync(PodCase.Pods + "/p/log?follow=true");
        await @case.QuietlyAsync(HttpMethod.Delete, PodCase.Pods + "/p");

        (await log.ReadTextAsync()).Should().Be("up\nhook\nterm\n");
        ((int)(await LastStatesAsync(watch))["containerStatuses"]![0]!["state"]!["terminated"]!["exitCode"]!).Should().Be(5);
    }

    [SkippableTheory]
    [Servers("file", "echo -n said > ${TERMINATION_LOG:-/dev/termination-log}; exit 1", "File")]
    [Servers("log", "echo one; echo two; exit 1", "FallbackToLogsOnError")]
    [Servers("none", "echo one; exit 1", "File")]
    [Servers("success", "echo one; exit 0", "FallbackToLogsOnError")]
    public async Task Container_ThatEnds_LeavesAMessage(ServerKind kind, string variant, string script, string policy)
    {
        await using var @case = await PodCase.BeginAsync(kind, variant);
        await @case.RunAsync("p", $$$"""
            restartPolicy: Never
            containers: [{name: c, image: $image, command: [sh, -c, "{{{script}}}"], terminationMessagePolicy: {{{policy}}}}]
            """);

        var status = await @case.AwaitPodAsync("p", s => (string?)s["phase"] is "Failed" or "Succeeded");

        @case.Show("end", status.Container("c")!["state"]!);
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Container_OfAProgramThatIsNotThere_CannotStart(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        @case.Normaliser.Hidden.Add("message");
        await @case.RunAsync("p", "{restartPolicy: Never, containers: [{name: c, image: $image, command: [no-such-program]}]}");

        @case.Show("end", await @case.AwaitPhaseAsync("p", "Failed"));

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Container_OfAnImageThatIsNotThere_Waits(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        @case.Normaliser.Hidden.Add("message");
        await @case.RunAsync("p", "containers: [{name: c, image: example.com/none:1, imagePullPolicy: Never}]");

        @case.Show("waiting", await @case.AwaitWaitingAsync("p", "c", "ErrImageNeverPull"));

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Container_OverItsMemoryLimit_IsKilledForIt(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.RunAsync("p", """
            restartPolicy: Never
            containers: [{name: c, image: $image, command: [sh, -c, "head -c 200m /dev/zero | tail -c 200m >/dev/null; exit $?"], resources: {limits: {memory: 32Mi}}}]
            """);

        var status = await @case.AwaitPhaseAsync("p", "Failed");

        ((string?)status.Container("c")!["state"]!["terminated"]!["reason"]).Should().Be("OOMKilled");
        ((int)status.Container("c")!["state"]!["terminated"]!["exitCode"]!).Should().Be(137);
    }

    /// <summary>The status in the last version before a pod was gone.</summary>
    private static async Task<JsonNode> LastStatesAsync(Watch watch)
    {
        JsonNode last = null!;
        while (await watch.ReadAsync() is { } change && (string?)change["type"] != "DELETED")
        {
            last = change["object"]!["status"]!;
        }

        return last;
    }
}
