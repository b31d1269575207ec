namespace Smartbox.Kubelet.Tests.Probes;

public sealed class PodProbeTests
{
    [Fact]
    public async Task Pod_WhoseReadinessChanges_ShowsItInItsConditions()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", """
            containers:
            - {name: main, image: host, command: [sleep, '1000'], readinessProbe: {exec: {command: [sh, -c, 'test -e $SHARED/ready || { echo not yet; exit 1; }']}, periodSeconds: 1, failureThreshold: 1}}
            """);
        var unready = await node.UntilAsync("x", p => p.Status.Phase == "Running");
        await node.UntilEventAsync("Unhealthy: Readiness probe failed: not yet");

        await File.WriteAllTextAsync(Path.Combine(node.Shared, "ready"), "");
        await node.UntilAsync("x", p => p.Status.Conditions.Any(c => c is { Type: "Ready", Status: "True" }));
        File.Delete(Path.Combine(node.Shared, "ready"));
        var again = await node.UntilAsync("x", p => p.Status.Conditions.Any(c => c is { Type: "Ready", Status: "False" }));

        unready.Status.ContainerStatuses[0].Should().Match<k8s.Models.V1ContainerStatus>(c => !c.Ready && c.Started == true);
        again.Status.ContainerStatuses[0].Should().Match<k8s.Models.V1ContainerStatus>(c => !c.Ready && c.RestartCount == 0);
    }

    [Fact]
    public async Task Container_ThatFailsItsLiveness_IsRestarted()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", """
            containers:
            - {name: main, image: host, command: [sh, -c, 'touch $SHARED/alive; exec sleep 1000'], livenessProbe: {exec: {command: [sh, -c, 'test -e $SHARED/alive']}, periodSeconds: 1, failureThreshold: 2}}
            """);
        await TestNode.UntilAsync(() => File.Exists(Path.Combine(node.Shared, "alive")) ? "" : null, () => "it has not come up");

        File.Delete(Path.Combine(node.Shared, "alive"));
        var again = await node.UntilAsync("x", p => p.Status.ContainerStatuses[0] is { RestartCount: 1, State.Running: not null });

        again.Status.ContainerStatuses[0].LastState.Terminated.ExitCode.Should().Be(143);
        await node.UntilEventAsync("Killing: Container main failed liveness probe, will be restarted");
    }
}
