using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Api;

/// <summary>Objects are changed by patches of each type.</summary>
public sealed class PatchTests
{
    private const string Maps = "/api/v1/namespaces/$ns/configmaps";
    private const string Pods = "/api/v1/namespaces/$ns/pods";

    [SkippableTheory]
    [Servers]
    public async Task JsonPatch_OfEachOperation_ChangesTheObject(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.PostAsync(Maps, "{metadata: {name: a}, data: {k: v, l: w}}");

        await @case.PatchAsync(Case.JsonPatch, Maps + "/a", "[{op: test, path: /data/k, value: v}, {op: replace, path: /data/k, value: x}, {op: add, path: /data/m, value: y}]");
        await @case.PatchAsync(Case.JsonPatch, Maps + "/a", "[{op: remove, path: /data/m}, {op: copy, from: /data/k, path: /data/n}, {op: move, from: /data/l, path: /data/o}]");
        await @case.PatchAsync(Case.JsonPatch, Maps + "/a", "[{op: add, path: /metadata/labels, value: {a~b: c}}]");
        await @case.PatchAsync(Case.JsonPatch, Maps + "/a", "[{op: add, path: /metadata/annotations, value: {x.y/z: c}}, {op: replace, path: /metadata/annotations/x.y~1z, value: d}]");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task JsonPatch_ThatDoesNotFit_IsRefused(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.PostAsync(Maps, "{metadata: {name: a}, data: {k: v}}");

        await @case.PatchAsync(Case.JsonPatch, Maps + "/a", "[{op: test, path: /data/k, value: other}]");
        await @case.PatchAsync(Case.JsonPatch, Maps + "/a", "[{op: remove, path: /data/none}]");
        await @case.PatchAsync(Case.JsonPatch, Maps + "/a", "[{op: replace, path: /data/none, value: x}]");
        await @case.PatchAsync(Case.JsonPatch, Maps + "/a", "[{op: add, path: /none/k, value: x}]");
        await @case.PatchAsync(Case.JsonPatch, Maps + "/a", "[{op: jump, path: /data/k}]");
        await @case.PatchAsync(Case.JsonPatch, Maps + "/a", "{data: {k: x}}");
        await @case.PatchAsync(Case.JsonPatch, Maps + "/a", "raw:[{");
        await @case.PatchAsync(Case.JsonPatch, Maps + "/a", "[{op: replace, path: /data, value: text}]");
        await @case.GetAsync(Maps + "/a");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task MergePatch_MergesMapsAndReplacesTheRest(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.PostAsync(Maps, "{metadata: {name: a, labels: {x: y}, finalizers: [example.com/a, example.com/b]}, data: {k: v, l: w}}");

        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{metadata: {labels: {z: '1'}}, data: {k: null, m: n}}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{metadata: {labels: null, finalizers: [example.com/c]}}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{metadata: {name: b}}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{metadata: {resourceVersion: '1'}, data: {k: x}}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "[]");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{data: {k: 1}}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{metadata: {finalizers: null}}");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task StrategicPatch_MergesListsByTheirKeys(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.PostAsync("/api/v1/namespaces/$ns/services", "{metadata: {name: s}, spec: {clusterIP: None, ports: [{name: a, port: 80}, {name: b, port: 81}]}}");

        await @case.PatchAsync(Case.StrategicPatch, "/api/v1/namespaces/$ns/services/s", "{spec: {ports: [{port: 81, targetPort: 8081}, {name: c, port: 82}]}}");
        await @case.PatchAsync(Case.StrategicPatch, "/api/v1/namespaces/$ns/services/s", "{spec: {ports: [{port: 80, $patch: delete}]}}");
        await @case.PatchAsync(Case.StrategicPatch, "/api/v1/namespaces/$ns/services/s", "{spec: {ports: [{name: d, port: 90}, {$patch: replace}]}}");
        await @case.PatchAsync(Case.StrategicPatch, "/api/v1/namespaces/$ns/services/s", "{metadata: {finalizers: [example.com/a]}}");
        await @case.PatchAsync(Case.StrategicPatch, "/api/v1/namespaces/$ns/services/s", "{metadata: {finalizers: [example.com/b]}}");
        await @case.PatchAsync(Case.StrategicPatch, "/api/v1/namespaces/$ns/services/s", "{metadata: {$deleteFromPrimitiveList/finalizers: [example.com/a, example.com/b]}}");
        await @case.PatchAsync(Case.StrategicPatch, "/api/v1/namespaces/$ns/services/s", "{spec: {$patch: replace, clusterIP: None, ports: [{port: 1}]}}");
        await @case.PatchAsync(Case.StrategicPatch, "/api/v1/namespaces/$ns/services/s", "{spec: {ports: [{$patch: nonsense, port: 1}]}}");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task StrategicPatch_OfAPod_MergesConditionsByType(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.AwaitAsync("/api/v1/namespaces/$ns/serviceaccounts/default", answer => answer.Status == 200, quietly: true);
        await @case.QuietlyAsync(HttpMethod.Post, Pods, "{metadata: {name: p}, spec: {schedulerName: none, automountServiceAccountToken: false, containers: [{name: c, image: i}]}}");

        foreach (var patch in new[]
        {
            "{status: {conditions: [{type: A, status: 'True'}, {type: B, status: 'True'}]}}",
            "{status: {conditions: [{type: A, status: 'False', reason: R}]}}",
            "{status: {$setElementOrder/conditions: [{type: B}, {type: A}], conditions: [{type: B, status: Unknown}]}}",
            "{status: {conditions: [{type: A, $patch: delete}]}}",
        })
        {
            var answer = await @case.QuietlyAsync(HttpMethod.Patch, Pods + "/p/status", patch, Case.StrategicPatch);
            @case.Step(@case.Normaliser.Json(answer.Json["status"]!["conditions"]));
        }

        await @case.PatchAsync(Case.StrategicPatch, Pods + "/p", "{spec: {containers: [{name: c, command: [x]}]}}");
        var image = await @case.QuietlyAsync(HttpMethod.Patch, Pods + "/p", "{spec: {containers: [{name: c, image: j}]}}", Case.StrategicPatch);
        image.Json["spec"]!["containers"]!.AsArray().Should().ContainSingle();
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Patch_OfAnotherType_IsRefusedWithTheTypesThatAreTaken(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.DefineWidgetsAsync("schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}");
        await @case.QuietlyAsync(HttpMethod.Post, Case.Widgets, "{apiVersion: $group/v1, kind: Widget, metadata: {name: w}}");
        await @case.QuietlyAsync(HttpMethod.Post, Maps, "{metadata: {name: a}}");

        await @case.PatchAsync("application/json", Maps + "/a", "{data: {k: v}}");
        await @case.PatchAsync(Case.StrategicPatch, Case.Widgets + "/w", "{spec: {k: v}}");
        await @case.PatchAsync(Case.MergePatch, Case.Widgets + "/w", "{spec: {k: v, l: {m: 1}}}");
        await @case.PatchAsync(Case.MergePatch, Case.Widgets + "/w", "{spec: {l: {m: null}}}");

        @case.Verify();
    }
}
