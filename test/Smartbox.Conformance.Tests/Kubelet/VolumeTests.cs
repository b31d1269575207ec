using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Kubelet;

/// <summary>What a container's program finds in its volumes.</summary>
public sealed class VolumeTests
{
    [SkippableTheory]
    [Servers]
    public async Task EmptyDir_IsSharedByContainersAndOutlivesThem(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.RunAsync("p", """
            restartPolicy: Never
            initContainers: [{name: i, image: $image, command: [sh, -c, "echo written > $data/f"], volumeMounts: [{name: d, mountPath: /data}]}]
            containers: [{name: c, image: $image, command: [sh, -c, "cat $more/f"], volumeMounts: [{name: d, mountPath: /more}]}]
            volumes: [{name: d, emptyDir: {}}]
            """);
        await @case.AwaitPhaseAsync("p", "Succeeded");

        (await @case.LogAsync("p", "c")).Should().Be("written\n");
    }

    [SkippableTheory]
    [Servers]
    public async Task Files_OfSecretsMapsAndTheDownwardApi_HaveContentAndModes(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.QuietlyAsync(HttpMethod.Post, "/api/v1/namespaces/$ns/secrets", "{metadata: {name: s}, stringData: {k: secret, l: other}}");
        await @case.QuietlyAsync(HttpMethod.Post, "/api/v1/namespaces/$ns/configmaps", "{metadata: {name: m}, data: {k: mapped}, binaryData: {b: AAEC}}");
        const string Look = "cd $data; for f in $(find . -follow -type f -not -path './..*' | sort); do echo $f $(stat -L -c %a $f) $(od -An -c $f); done";
        await @case.RunAsync("p", """
            restartPolicy: Never
            containers:
            - {name: c, image: $image, command: [sh, -c, "$look"], volumeMounts: [{name: d, mountPath: /data}]}
            - {name: e, image: $image, command: [sh, -c, "$look"], volumeMounts: [{name: e, mountPath: /data}]}
            - {name: f, image: $image, command: [sh, -c, "$look"], volumeMounts: [{name: f, mountPath: /data}]}
            volumes:
            - {name: d, secret: {secretName: s, defaultMode: 260, items: [{key: k, path: deep/er}, {key: l, path: l, mode: 292}]}}
            - {name: e, configMap: {name: m}}
            - name: f
              projected:
                sources:
                - {secret: {name: s, items: [{key: k, path: s/k}]}}
                - {configMap: {name: m, items: [{key: k, path: m/k}]}}
                - {downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}, {path: name, fieldRef: {fieldPath: metadata.name}}]}}
            """.Replace("$look", Look, StringComparison.Ordinal), "{labels: {x: y, a: 'b'}}");
        await @case.AwaitPhaseAsync("p", "Succeeded");

        foreach (var container in new[] { "c", "e", "f" })
        {
            @case.Step(container + "\n" + await @case.LogAsync("p", container));
        }

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task SubPath_MountsAPartOfAVolume(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.RunAsync("p", """
            restartPolicy: Never
            initContainers: [{name: i, image: $image, command: [sh, -c, "echo inside > $data/f"], volumeMounts: [{name: d, mountPath: /data, subPath: a/b}]}]
            containers: [{name: c, image: $image, command: [sh, -c, "cat $data/a/b/f"], volumeMounts: [{name: d, mountPath: /data}]}]
            volumes: [{name: d, emptyDir: {}}]
            """);
        await @case.AwaitPhaseAsync("p", "Succeeded");

        (await @case.LogAsync("p", "c")).Should().Be("inside\n");
    }

    [SkippableTheory]
    [Servers]
    public async Task Pod_WithoutASecretOfItsVolumes_StartsWhenItComes(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.RunAsync("p", """
            restartPolicy: Never
            containers: [{name: c, image: $image, command: [sh, -c, "cat $data/k"], volumeMounts: [{name: d, mountPath: /data}]}]
            volumes: [{name: d, secret: {secretName: s}}]
            """);
        @case.Show("waiting", await @case.AwaitWaitingAsync("p", "c", "ContainerCreating"));

        await @case.QuietlyAsync(HttpMethod.Post, "/api/v1/namespaces/$ns/secrets", "{metadata: {name: s}, stringData: {k: v}}");
        await @case.AwaitPhaseAsync("p", "Succeeded");

        (await @case.LogAsync("p", "c")).Should().Be("v");
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Claim_KeepsItsFilesFromPodToPod(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.QuietlyAsync(HttpMethod.Post, "/api/v1/namespaces/$ns/persistentvolumeclaims", "{metadata: {name: v}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 64Mi}}}}");

        foreach (var (pod, script) in new[] { ("a", "echo kept > $data/f"), ("b", "cat $data/f") })
        {
            await @case.RunAsync(pod, $$$"""
                restartPolicy: Never
                containers: [{name: c, image: $image, command: [sh, -c, "{{{script}}}"], volumeMounts: [{name: d, mountPath: /data}]}]
                volumes: [{name: d, persistentVolumeClaim: {claimName: v}}]
                """);
            await @case.AwaitPhaseAsync(pod, "Succeeded");
        }

        (await @case.LogAsync("b", "c")).Should().Be("kept\n");
        var claim = await @case.QuietlyAsync(HttpMethod.Get, "/api/v1/namespaces/$ns/persistentvolumeclaims/v");
        claim.Field("status", "phase").Should().Be("Bound");
        claim.Field("status", "capacity", "storage").Should().Be("64Mi");
    }
}
