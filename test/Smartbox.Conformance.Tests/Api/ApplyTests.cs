using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Api;

/// <summary>Server-side apply: who owns what, and who is told of whom.</summary>
public sealed class ApplyTests
{
    private const string Maps = "/api/v1/namespaces/$ns/configmaps";
    private const string Schema = """
        subresources: {status: {}}
        schema:
          openAPIV3Schema:
            type: object
            properties:
              spec:
                type: object
                properties:
                  size: {type: integer}
                  tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                  ports:
                    type: array
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [name]
                    items: {type: object, required: [name], properties: {name: {type: string}, port: {type: integer}}}
                  parts: {type: array, items: {type: string}}
                  whole: {type: object, x-kubernetes-map-type: atomic, additionalProperties: {type: string}}
                  free: {type: object, additionalProperties: {type: string}}
              status:
                type: object
                properties: {phase: {type: string}, count: {type: integer}}
        """;

    [SkippableTheory]
    [Servers]
    public async Task Apply_ByTwoManagers_ConflictsUntilForced(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);

        await @case.ApplyAsync(Maps + "/a", "one", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: v, l: w}}");
        await @case.ApplyAsync(Maps + "/a", "two", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: x}}");
        await @case.ApplyAsync(Maps + "/a", "two", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {l: w, m: x}}");
        await @case.ApplyAsync(Maps + "/a", "two", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: x, l: y}}");
        await @case.ApplyAsync(Maps + "/a", "two", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: x}}", force: true);
        await @case.ApplyAsync(Maps + "/a", "one", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {}}");
        await @case.ApplyAsync(Maps + "/a", "two", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Apply_BesideUpdates_TellsTheUpdatesApart(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);

        await @case.PostAsync(Maps, "{metadata: {name: a, labels: {x: y}}, data: {k: v}}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{data: {l: w}}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a?fieldManager=other", "{data: {l: z}}");
        await @case.ApplyAsync(Maps + "/a", "one", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: changed}}");
        await @case.ApplyAsync(Maps + "/a", "one", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: changed}}", force: true);
        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{data: {k: again}}");
        await @case.ApplyAsync(Maps + "/a", "one", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{metadata: {managedFields: [{}]}}");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Apply_OfTheSame_KeepsTheVersion(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        const string Applied = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: v}}";

        var first = await @case.QuietlyAsync(HttpMethod.Patch, Maps + "/a?fieldManager=one", Applied, Case.ApplyPatch);
        var second = await @case.QuietlyAsync(HttpMethod.Patch, Maps + "/a?fieldManager=one", Applied, Case.ApplyPatch);

        (await @case.TryAsync(HttpMethod.Get, Maps + "/a")).Text.Should().Be(second.Text).And.Be(first.Text);
    }

    [SkippableTheory]
    [Servers]
    public async Task Apply_ThatCannotBe_SaysWhy(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);

        await @case.PatchAsync(Case.ApplyPatch, Maps + "/a", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");
        await @case.ApplyAsync(Maps + "/a", "one", "{kind: ConfigMap, metadata: {name: a}}");
        await @case.ApplyAsync(Maps + "/a", "one", "{apiVersion: v1, kind: Secret, metadata: {name: a}}");
        await @case.ApplyAsync(Maps + "/a", "one", "{apiVersion: v1, kind: ConfigMap, metadata: {name: b}}");
        await @case.ApplyAsync(Maps + "/a", "one", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, managedFields: [{manager: x}]}}");
        await @case.ApplyAsync(Maps + "/a", "one", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: 1}}");
        await @case.ApplyAsync(Maps + "/a", "one", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, nonsense: 1}");
        await @case.ApplyAsync(Maps + "/a?fieldValidation=Strict", "one", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, nonsense: 1}");
        await @case.ApplyAsync(Maps + "/a", "one", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, uid: 00000000-0000-0000-0000-000000000000}}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a?force=true", "{data: {k: v}}");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Apply_OfLists_MergesBySchema(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await @case.DefineWidgetsAsync(Schema);

        await @case.ApplyAsync(Case.Widgets + "/w", "one", Widget("{size: 1, tags: [a, b], ports: [{name: x, port: 1}, {name: y, port: 2}], parts: [p, q], whole: {a: b}, free: {c: d}}"));
        await @case.ApplyAsync(Case.Widgets + "/w", "two", Widget("{tags: [b, c], ports: [{name: z, port: 3}], free: {e: f}}"));
        await @case.ApplyAsync(Case.Widgets + "/w", "two", Widget("{ports: [{name: x, port: 4}], parts: [p], whole: {c: d}}"));
        await @case.ApplyAsync(Case.Widgets + "/w", "one", Widget("{tags: [a], ports: [{name: y, port: 2}]}"));
        await @case.ApplyAsync(Case.Widgets + "/w", "one", Widget("{tags: [a, a]}"));
        await @case.ApplyAsync(Case.Widgets + "/w", "one", Widget("{ports: [{name: y}, {name: y}]}"));
        await @case.ApplyAsync(Case.Widgets + "/w", "one", Widget("{ports: [{port: 1}]}"));
        await @case.ApplyAsync(Case.Widgets + "/w", "one", Widget("{size: many}"));

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Apply_OfStatus_LeavesSpecAlone(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await @case.DefineWidgetsAsync(Schema);

        await @case.ApplyAsync(Case.Widgets + "/w", "one", "{apiVersion: $group/v1, kind: Widget, metadata: {name: w}, spec: {size: 1}, status: {phase: Lost}}");
        await @case.ApplyAsync(Case.Widgets + "/w/status", "two", "{apiVersion: $group/v1, kind: Widget, metadata: {name: w}, spec: {size: 2}, status: {phase: Kept}}");
        await @case.ApplyAsync(Case.Widgets + "/w/status", "three", "{apiVersion: $group/v1, kind: Widget, metadata: {name: w}, status: {phase: Other, count: 1}}");
        await @case.ApplyAsync(Case.Widgets + "/w/status", "three", "{apiVersion: $group/v1, kind: Widget, metadata: {name: w}, status: {count: 1}}");
        await @case.ApplyAsync(Case.Widgets + "/none/status", "two", "{apiVersion: $group/v1, kind: Widget, metadata: {name: none}, status: {phase: Kept}}");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Apply_WithDryRun_ShowsAndKeepsNothing(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);

        var shown = await @case.TryAsync(HttpMethod.Patch, Maps + "/a?fieldManager=one&dryRun=All", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: v}}", Case.ApplyPatch);

        shown.Status.Should().Be(201);
        (await @case.TryAsync(HttpMethod.Get, Maps + "/a")).Status.Should().Be(404);
    }

    private static string Widget(string spec) => "{apiVersion: $group/v1, kind: Widget, metadata: {name: w}, spec: " + spec + "}";

    private static async Task<Case> BeginAsync(ServerKind kind, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var @case = await Case.BeginAsync(kind, test: test);
        @case.Normaliser.Hidden.Clear();
        return @case;
    }
}
