using k8s.Models;
using Smartbox.Kubelet.Images;

namespace Smartbox.Kubelet.Tests.Pods;

public sealed class MissingThingsTests
{
    [Fact]
    public async Task Container_WithoutItsSecret_SaysSoAndStartsWhenItComes()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", """
            containers:
            - name: main
              image: host
              command: [sh, -c, 'echo $TOKEN >$SHARED/token; sleep 1000']
              env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: later, key: token}}}]
            """);
        var waiting = (await node.UntilAsync("x", p => p.Status.ContainerStatuses[0].State.Waiting?.Reason == "CreateContainerConfigError")).Status;

        node.Api.Secrets.Create(Secret("later", ("other", "x")));
        var noKey = await node.UntilAsync("x", p => p.Status.ContainerStatuses[0].State.Waiting?.Message.Contains("key", StringComparison.Ordinal) == true);
        node.Api.Secrets.Change("default", "later", s => s.Data["token"] = "abc"u8.ToArray());

        waiting.ContainerStatuses[0].State.Waiting.Message.Should().Be("secret \"later\" not found");
        waiting.Phase.Should().Be("Pending");
        noKey.Status.ContainerStatuses[0].State.Waiting.Message.Should().Be("couldn't find key token in Secret default/later");
        (await node.UntilFileAsync("token")).Should().Be("abc\n");
        (await node.UntilAsync("x", p => p.Status.Phase == "Running")).Status.ContainerStatuses[0].RestartCount.Should().Be(0);
    }

    [Fact]
    public async Task Pod_WithoutTheSecretOfAVolume_HasNoSandboxAndAnEvent()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", """
            containers: [{name: main, image: host, command: [sh, -c, 'cat $DATA/k >$SHARED/k; sleep 1000'], volumeMounts: [{name: s, mountPath: /data}]}]
            volumes: [{name: s, secret: {secretName: later}}]
            """);
        await node.UntilEventAsync("FailedMount: MountVolume.SetUp failed for volume \"s\" : secret \"later\" not found");

        var before = node.Pod("x").Status;
        node.Api.Secrets.Create(Secret("later", ("k", "v")));

        before.Conditions.First(c => c.Type == "PodReadyToStartContainers").Status.Should().Be("False");
        before.ContainerStatuses[0].State.Waiting.Reason.Should().Be("ContainerCreating");
        (await node.UntilFileAsync("k")).Should().Be("v");
    }

    [Theory]
    [InlineData(null, "ErrImagePull")]
    [InlineData("Never", "ErrImageNeverPull")]
    public async Task Image_ThatIsNotListed_IsRefusedWithWhatThereIs(string? policy, string reason)
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", $"containers: [{{name: main, image: 'busybox:1', imagePullPolicy: {policy ?? "IfNotPresent"}}}]");

        var waiting = (await node.UntilAsync("x", p => p.Status.ContainerStatuses[0].State.Waiting?.Reason == reason)).Status.ContainerStatuses[0].State.Waiting;

        waiting.Message.Should().Contain("busybox:1").And.Contain("It has: host").And.Contain("add it and its program to the image catalogue");
    }

    [Fact]
    public async Task Command_OfAnImageThatStandsForOneProgram_RunsThatProgramOnly()
    {
        await using var node = await TestNode.StartAsync(images: new ImageCatalogue(new Dictionary<string, ImageEntry>
        {
            ["registry.example/agent"] = new() { Program = "/bin/echo", Arguments = ["local"], Commands = ["/app/agent"] },
        }));
        node.Run("x", """
            restartPolicy: Never
            containers:
            - {name: known, image: 'registry.example/agent:1', command: [/app/agent, a], args: [b]}
            - {name: none, image: 'registry.example/agent@sha256:0123', args: [c]}
            - {name: other, image: 'registry.example/agent:1', command: [/bin/sh]}
            """);

        var status = (await node.UntilAsync("x", p => p.Status.Phase == "Failed")).Status;

        (await node.LogAsync(new LogRequest("default", "x", "known"))).Should().Be("local a b\n");
        (await node.LogAsync(new LogRequest("default", "x", "none"))).Should().Be("local c\n");
        status.ContainerStatuses.First(c => c.Name == "other").State.Terminated.Should()
            .Match<V1ContainerStateTerminated>(t => t.Reason == "StartError" && t.ExitCode == 128 && t.Message.Contains("stands for /bin/echo"));
    }

    [Fact]
    public async Task Pod_WhoseClaimIsMissing_IsNotBoundUntilItComes()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", """
            containers: [{name: main, image: host, command: [sh, -c, 'echo $DATA >$SHARED/data; sleep 1000'], volumeMounts: [{name: v, mountPath: /data}]}]
            volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]
            """);
        var unbound = await node.UntilAsync("x", p => p.Status.Conditions.Any(c => c.Reason == "Unschedulable"));

        var claim = node.Api.Claims.Create(new V1PersistentVolumeClaim
        {
            Metadata = new V1ObjectMeta { Name = "c", NamespaceProperty = "default" },
            Spec = new V1PersistentVolumeClaimSpec { AccessModes = ["ReadWriteOnce"], Resources = new V1VolumeResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new("1Gi") } } },
        });

        unbound.Status.Conditions.First(c => c.Type == "PodScheduled").Message.Should().Be("0/1 nodes are available: persistentvolumeclaim \"c\" not found.");
        unbound.Spec.NodeName.Should().BeNull();
        (await node.UntilFileAsync("data")).Trim().Should().Be(Path.Combine(node.Folder, "claims", claim.Metadata.Uid));
    }

    internal static V1Secret Secret(string name, params (string Key, string Value)[] data) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default" },
        Data = data.ToDictionary(d => d.Key, d => System.Text.Encoding.UTF8.GetBytes(d.Value)),
    };
}
