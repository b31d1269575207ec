using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Api;

/// <summary>Pods and what they need, as objects: defaults and rules, without a node.</summary>
public sealed class PodObjectTests
{
    private const string Pods = "/api/v1/namespaces/$ns/pods";

    [SkippableTheory]
    [Servers]
    public async Task Pod_OfAlmostNothing_GetsDefaults(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);

        await @case.PostAsync(Pods, Pod("a", "containers: [{name: c, image: i}]"));
        await @case.PostAsync(Pods, Pod("b", """
            initContainers: [{name: s, image: 'i:latest', restartPolicy: Always, startupProbe: {exec: {command: [x]}}}]
            containers: [{name: c, image: 'i:1', ports: [{containerPort: 80}], env: [{name: N, valueFrom: {fieldRef: {fieldPath: metadata.name}}}], resources: {limits: {cpu: '1', memory: 64Mi}},
              readinessProbe: {httpGet: {port: 80}}, livenessProbe: {grpc: {port: 81}}, volumeMounts: [{name: e, mountPath: /e}]}]
            volumes: [{name: e, emptyDir: {}}, {name: s, secret: {secretName: s}}, {name: m, configMap: {name: m}}, {name: p, projected: {sources: [{downwardAPI: {items: [{path: l, fieldRef: {fieldPath: metadata.labels}}]}}]}}]
            """));

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Pod_ThatCannotBe_SaysWhy(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);

        foreach (var spec in new[]
        {
            "containers: []", "containers: [{name: c}]", "containers: [{name: C_, image: i}]", "containers: [{name: c, image: i}, {name: c, image: j}]",
            "containers: [{name: c, image: i, volumeMounts: [{name: none, mountPath: /x}]}]", "{restartPolicy: Sometimes, containers: [{name: c, image: i}]}",
            "containers: [{name: c, image: i, env: [{name: '', value: x}]}]", "containers: [{name: c, image: i, ports: [{containerPort: 70000}]}]",
            "{containers: [{name: c, image: i}], volumes: [{name: v, emptyDir: {}}, {name: v, emptyDir: {}}]}",
            "containers: [{name: c, image: i, resources: {limits: {memory: lots}}}]", "containers: [{name: c, image: i, resources: {limits: {memory: 1Mi}, requests: {memory: 2Mi}}}]",
        })
        {
            await @case.PostAsync(Pods, Pod("a", spec));
        }

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Pod_ThatIsNoWhereScheduled_GoesAtOnce(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await @case.QuietlyAsync(HttpMethod.Post, Pods, Pod("a", "containers: [{name: c, image: i}]"));

        var deleted = await @case.TryAsync(HttpMethod.Delete, Pods + "/a");

        deleted.Status.Should().Be(200);
        (await @case.TryAsync(HttpMethod.Get, Pods + "/a")).Status.Should().Be(404);
    }

    [SkippableTheory]
    [Servers]
    public async Task Pod_OnANode_IsDeletedByItsKubelet(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        // A node that does not exist; the real cluster's garbage collector takes such pods after a minute only.
        await @case.QuietlyAsync(HttpMethod.Post, Pods, Pod("a", "{nodeName: nowhere, terminationGracePeriodSeconds: 7, containers: [{name: c, image: i}]}"));

        var deleted = await @case.TryAsync(HttpMethod.Delete, Pods + "/a");
        var sooner = await @case.TryAsync(HttpMethod.Delete, Pods + "/a?gracePeriodSeconds=3");
        var forced = await @case.TryAsync(HttpMethod.Delete, Pods + "/a", "{gracePeriodSeconds: 0}");

        ((int)deleted.Json["metadata"]!["deletionGracePeriodSeconds"]!).Should().Be(7);
        ((int)sooner.Json["metadata"]!["deletionGracePeriodSeconds"]!).Should().Be(3);
        forced.Status.Should().Be(200);
        (await @case.TryAsync(HttpMethod.Get, Pods + "/a")).Status.Should().Be(404);
    }

    [SkippableTheory]
    [Servers]
    public async Task Pods_ByFields_AreThoseOfOneNode(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await @case.QuietlyAsync(HttpMethod.Post, Pods, Pod("a", "containers: [{name: c, image: i}]"));
        await @case.QuietlyAsync(HttpMethod.Post, Pods, Pod("b", "{nodeName: nowhere, containers: [{name: c, image: i}]}"));

        foreach (var (selector, names) in new[]
        {
            ("spec.nodeName%3D", "a"), ("spec.nodeName%3Dnowhere", "b"), ("status.phase%3DPending", "a b"), ("status.phase%21%3DPending", ""), ("spec.restartPolicy%3DAlways", "a b"),
        })
        {
            var list = await @case.QuietlyAsync(HttpMethod.Get, $"{Pods}?fieldSelector={selector}");
            string.Join(' ', list.Json["items"]!.AsArray().Select(item => (string?)item!["metadata"]!["name"])).Should().Be(names, selector);
        }

        await @case.QuietlyAsync(HttpMethod.Delete, Pods + "/b", "{gracePeriodSeconds: 0}");
    }

    [SkippableTheory]
    [Servers]
    public async Task Secret_WithText_KeepsItEncoded(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);

        await @case.PostAsync("/api/v1/namespaces/$ns/secrets", "{metadata: {name: a}, stringData: {k: text}, data: {l: eA==, k: eQ==}}");
        await @case.PostAsync("/api/v1/namespaces/$ns/secrets", "{metadata: {name: b}, data: {l: '?'}}");
        await @case.PatchAsync(Case.MergePatch, "/api/v1/namespaces/$ns/secrets/a", "{stringData: {m: more}}");
        await @case.PostAsync("/api/v1/namespaces/$ns/secrets", "{metadata: {name: c}, type: kubernetes.io/tls, data: {}}");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Claim_OfAVolume_GrowsAndDoesNotShrink(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        const string Claims = "/api/v1/namespaces/$ns/persistentvolumeclaims";

        await @case.PostAsync(Claims, "{metadata: {name: a}, spec: {storageClassName: none, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}");
        await @case.PatchAsync(Case.MergePatch, Claims + "/a", "{spec: {accessModes: [ReadOnlyMany]}}");
        await @case.PostAsync(Claims, "{metadata: {name: b}, spec: {resources: {}}}");

        @case.Verify();
    }

    private static string Pod(string name, string spec) =>
        "metadata: {name: " + name + "}\nspec:\n  schedulerName: none\n  automountServiceAccountToken: false\n" +
        string.Join('\n', (spec[0] == '{' ? YamlText.Parse(spec).AsObject().Select(p => $"{p.Key}: {p.Value!.ToJsonString()}") : spec.Split('\n')).Select(line => "  " + line));

    private static async Task<Case> BeginAsync(ServerKind kind, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var @case = await Case.BeginAsync(kind, test: test);
        await @case.AwaitAsync("/api/v1/namespaces/$ns/serviceaccounts/default", answer => answer.Status == 200, quietly: true);
        return @case;
    }
}
