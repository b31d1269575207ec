using k8s.Models;
using Smartbox.Kubelet.Tests.Pods;

namespace Smartbox.Kubelet.Tests.Volumes;

public sealed class VolumeTests
{
    [Fact]
    public async Task Volumes_OfEachKind_HaveTheirFiles()
    {
        await using var node = await TestNode.StartAsync();
        node.Api.Secrets.Create(MissingThingsTests.Secret("s", ("token", "abc"), ("other", "x")));
        node.Api.ConfigMaps.Create(new V1ConfigMap
        {
            Metadata = new V1ObjectMeta { Name = "c", NamespaceProperty = "default" },
            Data = new Dictionary<string, string> { ["k"] = "v" },
            BinaryData = new Dictionary<string, byte[]> { ["b"] = [1, 2] },
        });
        node.Run("x", """
            restartPolicy: Never
            initContainers:
            - {name: fill, image: host, command: [sh, -c, 'echo deep >$STATE/f'], volumeMounts: [{name: e, mountPath: /state, subPath: box/state}]}
            containers:
            - name: main
              image: host
              command: [sh, -c, 'cd $DATA && cat box/state/f ../p/tok ../p/k ../p/name ../p/labels ../c/k && wc -c <../c/b && ls ../s && stat -L -c %a ../s/t ../p/tok; ls ../none']
              volumeMounts: [{name: e, mountPath: /data}]
              resources: {limits: {memory: 1Mi}}
            volumes:
            - {name: e, emptyDir: {}}
            - {name: s, secret: {secretName: s, defaultMode: 288, items: [{key: token, path: t}]}}
            - {name: c, configMap: {name: c}}
            - {name: none, secret: {secretName: nothere, optional: true}}
            - name: p
              projected:
                defaultMode: 256
                sources:
                - secret: {name: s, items: [{key: token, path: tok}]}
                - configMap: {name: c, items: [{key: k, path: k}]}
                - downwardAPI: {items: [{path: name, fieldRef: {fieldPath: metadata.name}}, {path: labels, fieldRef: {fieldPath: metadata.labels}}]}
            """);

        await node.UntilAsync("x", p => p.Status.Phase == "Succeeded");

        (await node.LogAsync(new LogRequest("default", "x", "main"))).Should().Be("deep\nabcvxv2\nt\n440\n400\n");
    }

    [Fact]
    public async Task Secret_ThatChanges_ReachesItsFile()
    {
        await using var node = await TestNode.StartAsync();
        node.Api.Secrets.Create(MissingThingsTests.Secret("s", ("token", "old")));
        node.Run("x", """
            containers: [{name: main, image: host, command: [sh, -c, 'cat $DATA/token >$SHARED/old; while ! grep -q new $DATA/token; do sleep 0.02; done; cat $DATA/token >$SHARED/new; sleep 1000'], volumeMounts: [{name: s, mountPath: /data}]}]
            volumes: [{name: s, secret: {secretName: s}}]
            """);
        (await node.UntilFileAsync("old")).Should().Be("old");

        node.Api.Secrets.Change("default", "s", s => s.Data["token"] = "new"u8.ToArray());

        (await node.UntilFileAsync("new")).Should().Be("new");
        node.Pod("x").Status.ContainerStatuses[0].RestartCount.Should().Be(0);
    }

    [Fact]
    public async Task SubPath_ThatLeavesItsVolume_IsRefused()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("x", """
            restartPolicy: Never
            initContainers: [{name: trick, image: host, command: [sh, -c, 'ln -s / $DATA/root'], volumeMounts: [{name: e, mountPath: /data}]}]
            containers: [{name: main, image: host, command: ['true'], volumeMounts: [{name: e, mountPath: /data, subPath: root/etc}]}]
            volumes: [{name: e, emptyDir: {}}]
            """);

        var waiting = (await node.UntilAsync("x", p => p.Status.ContainerStatuses[0].State.Waiting?.Reason == "CreateContainerConfigError")).Status.ContainerStatuses[0].State.Waiting;

        waiting.Message.Should().Be("\"root/etc\" leads through a symbolic link.");
    }

    [Fact]
    public async Task Claim_IsBoundKeptWhileItIsUsedAndRemovedWithItsFolder()
    {
        await using var node = await TestNode.StartAsync();
        var uid = node.Api.Claims.Create(new V1PersistentVolumeClaim
        {
            Metadata = new V1ObjectMeta { Name = "c", NamespaceProperty = "default" },
            Spec = new V1PersistentVolumeClaimSpec { AccessModes = ["ReadWriteOnce"], Resources = new V1VolumeResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new("1Gi") } } },
        }).Metadata.Uid;
        node.Run("x", """
            terminationGracePeriodSeconds: 1
            containers: [{name: main, image: host, command: [sh, -c, 'echo kept >$DATA/f; touch $SHARED/go; echo up >$SHARED/up; exec sleep 1000'], volumeMounts: [{name: v, mountPath: /data}]}]
            volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]
            """);
        await node.UntilFileAsync("up");
        var bound = await TestNode.UntilAsync(() => node.Api.Claims.Get("default", "c") is { Status.Phase: "Bound" } c ? c : null, () => "not bound");
        var file = Path.Combine(node.Folder, "claims", uid, "f");

        node.Api.Claims.Change("default", "c", c => c.Metadata.DeletionTimestamp = DateTime.UnixEpoch);
        node.Run("y", "{restartPolicy: Never, containers: [{name: main, image: host, command: ['true']}]}");
        await node.UntilAsync("y", p => p.Status.Phase == "Succeeded");
        var whileUsed = (node.Api.Claims.Get("default", "c") is not null, File.Exists(file));
        node.Api.DeletePod("x", 1);
        await TestNode.UntilAsync(() => node.Api.Claims.Get("default", "c") is null && !Directory.Exists(Path.GetDirectoryName(file)) ? "" : null, () => "it stays");

        bound.Spec.VolumeName.Should().Be($"pvc-{uid}");
        bound.Status.Capacity["storage"].ToString().Should().Be("1Gi");
        whileUsed.Should().Be((true, true));
    }
}
