using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Kubelet;

/// <summary>What a container's program finds in its environment.</summary>
public sealed class EnvironmentTests
{
    [SkippableTheory]
    [Servers]
    public async Task Variables_OfEachSource_HaveTheirValues(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.QuietlyAsync(HttpMethod.Post, "/api/v1/namespaces/$ns/secrets", "{metadata: {name: s}, stringData: {key: secret, OTHER: of all}}");
        await @case.QuietlyAsync(HttpMethod.Post, "/api/v1/namespaces/$ns/configmaps", "{metadata: {name: m}, data: {key: mapped, MAPPED: of map}}");
        await @case.RunAsync("p", """
            restartPolicy: Never
            containers:
            - name: c
              image: $image
              command: [sh, -c, "for n in A_PLAIN B_NAME C_NS D_LABEL E_NOTE F_SECRET G_MAP H_REF I_ESCAPED J_UNKNOWN K_LIMIT L_REQUEST M_NONE N_ACCOUNT X_OTHER MAPPED; do eval \"echo $n=\\${$n-unset}\"; done; echo $0 $1", "$(A_PLAIN)", "$(NOBODY)"]
              resources: {limits: {cpu: 500m, memory: 64Mi}}
              envFrom: [{prefix: X_, secretRef: {name: s}}, {configMapRef: {name: m}}, {configMapRef: {name: none, optional: true}}]
              env:
              - {name: A_PLAIN, value: plain}
              - {name: B_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
              - {name: C_NS, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
              - {name: D_LABEL, valueFrom: {fieldRef: {fieldPath: "metadata.labels['x']"}}}
              - {name: E_NOTE, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['example.com/n']"}}}
              - {name: F_SECRET, valueFrom: {secretKeyRef: {name: s, key: key}}}
              - {name: G_MAP, valueFrom: {configMapKeyRef: {name: m, key: key}}}
              - {name: H_REF, value: "<$(A_PLAIN)-$(F_SECRET)>"}
              - {name: I_ESCAPED, value: "$$(A_PLAIN)"}
              - {name: J_UNKNOWN, value: "$(NOBODY)"}
              - {name: K_LIMIT, valueFrom: {resourceFieldRef: {resource: limits.memory}}}
              - {name: L_REQUEST, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}
              - {name: M_NONE, valueFrom: {secretKeyRef: {name: none, key: key, optional: true}}}
              - {name: N_ACCOUNT, valueFrom: {fieldRef: {fieldPath: spec.serviceAccountName}}}
            """, "{labels: {x: y}, annotations: {example.com/n: noted}}");
        await @case.AwaitPhaseAsync("p", "Succeeded");

        @case.Step(await @case.LogAsync("p", "c"));
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Addresses_OfThePod_AreThoseOfItsStatus(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.RunAsync("p", """
            restartPolicy: Never
            containers:
            - name: c
              image: $image
              command: [sh, -c, "echo $IP $NODE $ID"]
              env:
              - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
              - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
              - {name: ID, valueFrom: {fieldRef: {fieldPath: metadata.uid}}}
            """);
        await @case.AwaitPhaseAsync("p", "Succeeded");

        var pod = await @case.QuietlyAsync(HttpMethod.Get, PodCase.Pods + "/p");

        (await @case.LogAsync("p", "c")).Trim().Should().Be($"{pod.Field("status", "podIP")} {pod.Field("spec", "nodeName")} {pod.Uid}");
    }

    [SkippableTheory]
    [Servers("secret", "env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}]")]
    [Servers("map", "envFrom: [{configMapRef: {name: m}}]")]
    public async Task Container_WithoutWhatItRefersTo_WaitsForIt(ServerKind kind, string variant, string environment)
    {
        await using var @case = await PodCase.BeginAsync(kind, variant);
        await @case.RunAsync("p", $"{{restartPolicy: Never, containers: [{{name: c, image: $image, command: [sh, -c, 'exit 0'], {environment}}}]}}");

        @case.Show("waiting", await @case.AwaitWaitingAsync("p", "c", "CreateContainerConfigError"));
        await @case.QuietlyAsync(HttpMethod.Post, "/api/v1/namespaces/$ns/secrets", "{metadata: {name: s}, stringData: {k: v}}");
        await @case.QuietlyAsync(HttpMethod.Post, "/api/v1/namespaces/$ns/configmaps", "{metadata: {name: m}, data: {k: v}}");
        await @case.AwaitPhaseAsync("p", "Succeeded");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Container_WithoutAKeyOfASecret_SaysWhich(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.QuietlyAsync(HttpMethod.Post, "/api/v1/namespaces/$ns/secrets", "{metadata: {name: s}, stringData: {k: v}}");
        await @case.RunAsync("p", "containers: [{name: c, image: $image, env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: other}}}]}]");

        @case.Show("waiting", (await @case.AwaitWaitingAsync("p", "c", "CreateContainerConfigError")).Container("c")!);

        @case.Verify();
    }
}
