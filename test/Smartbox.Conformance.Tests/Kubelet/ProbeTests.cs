using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Kubelet;

/// <summary>Readiness, liveness and startup probes.</summary>
public sealed class ProbeTests
{
    [SkippableTheory]
    [Servers]
    public async Task Readiness_ComesAndGoesWithItsProbe(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        // The program makes itself ready, and unready when it is told by a file of a volume that a second container writes.
        await @case.RunAsync("p", """
            containers:
            - {name: c, image: $image, command: [sh, -c, "$sleep"], volumeMounts: [{name: d, mountPath: /data}],
               readinessProbe: {periodSeconds: 1, failureThreshold: 1, exec: {command: [sh, -c, "test -f $data/ready"]}}}
            - {name: w, image: $image, volumeMounts: [{name: d, mountPath: /data}],
               command: [sh, -c, "trap 'exit 0' TERM; sleep 2; touch $data/ready; sleep 3; rm $data/ready; while :; do sleep 0.1; done"]}
            volumes: [{name: d, emptyDir: {}}]
            """);

        var before = await @case.AwaitPodAsync("p", s => s.Container("c")?["state"]!["running"] is not null && s.Container("w")?["state"]!["running"] is not null);
        var ready = await @case.AwaitReadyAsync("p");
        var after = await @case.AwaitPodAsync("p", s => s.Condition("Ready") == "False");

        @case.Show("before", before);
        @case.Show("ready", ready);
        @case.Show("after", after);
        after.Restarts("c").Should().Be(0);
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Liveness_ThatFails_RestartsTheContainer(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        @case.Normaliser.Hidden.Add("restartCount");
        await @case.RunAsync("p", """
            containers:
            - {name: c, image: $image, command: [sh, -c, "$sleep"], livenessProbe: {periodSeconds: 1, failureThreshold: 2, exec: {command: [sh, -c, "echo unwell; exit 1"]}}}
            """);

        var status = await @case.AwaitPodAsync("p", s => s.Restarts("c") >= 1 && s.Container("c")!["state"]!["running"] is not null);

        @case.Show("again", status);
        await ShowEventAsync(@case, "Unhealthy");
        await ShowEventAsync(@case, "Killing");
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Startup_ThatFails_RestartsTheContainerAndHoldsTheOthersBack(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        @case.Normaliser.Hidden.Add("restartCount");
        await @case.RunAsync("p", """
            containers:
            - {name: c, image: $image, command: [sh, -c, "$sleep"], startupProbe: {periodSeconds: 1, failureThreshold: 2, exec: {command: [sh, -c, "exit 1"]}},
               readinessProbe: {periodSeconds: 1, exec: {command: [sh, -c, "exit 0"]}}}
            """);

        var status = await @case.AwaitPodAsync("p", s => s.Restarts("c") >= 1 && s.Container("c")!["state"]!["running"] is not null);

        @case.Show("again", status);
        await ShowEventAsync(@case, "Unhealthy");
        @case.Verify();
    }

    [SkippableTheory]
    [Servers("tcp", "tcpSocket: {port: 1}")]
    [Servers("http", "httpGet: {port: 1, path: /healthz}")]
    [Servers("grpc", "grpc: {port: 1}")]
    public async Task Readiness_OfAPortOnWhichNothingListens_Fails(ServerKind kind, string variant, string probe)
    {
        await using var @case = await PodCase.BeginAsync(kind, variant);
        await @case.RunAsync("p", """
            containers:
            - {name: c, image: $image, command: [sh, -c, "$sleep"], readinessProbe: {periodSeconds: 1, $probe}}
            """.Replace("$probe", probe, StringComparison.Ordinal));

        await @case.AwaitPodAsync("p", s => s.Container("c")?["state"]!["running"] is not null);
        var failure = await EventAsync(@case, "Unhealthy");

        failure.Should().StartWith("Readiness probe failed: ");
        (await @case.AwaitPodAsync("p", s => s.Condition("Ready") == "False")).Container("c")!["ready"]!.GetValue<bool>().Should().BeFalse();
    }

    private static async Task ShowEventAsync(Case @case, string reason) => @case.Step($"{reason}: {await EventAsync(@case, reason)}");

    private static async Task<string> EventAsync(Case @case, string reason)
    {
        var events = await @case.AwaitAsync(
            $"/api/v1/namespaces/$ns/events?fieldSelector=reason%3D{reason}", answer => answer.Json["items"]!.AsArray().Count > 0, quietly: true);
        return (string)events.Json["items"]![0]!["message"]!;
    }
}
