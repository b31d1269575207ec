using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Api;

/// <summary>Kinds that a CRD defines: from its creation to the rules of its objects.</summary>
public sealed class CustomKindTests
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const string Schema = """
        subresources: {status: {}, scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas, labelSelectorPath: .status.selector}}
        schema:
          openAPIV3Schema:
            type: object
            required: [spec]
            properties:
              spec:
                type: object
                required: [size]
                x-kubernetes-validations:
                - {rule: "!has(self.replicas) || self.replicas <= self.size", message: replicas must not be more than size}
                - {rule: "self.size >= oldSelf.size", messageExpression: "'size cannot shrink' + (oldSelf.size > 5 ? ' that much' : '')", reason: FieldValueForbidden, fieldPath: .size}
                properties:
                  size: {type: integer, minimum: 1, maximum: 10, multipleOf: 1}
                  replicas: {type: integer, default: 1}
                  color: {type: string, enum: [red, blue], default: red}
                  name: {type: string, minLength: 2, maxLength: 4, pattern: '^[a-z]+$'}
                  ratio: {type: number, minimum: 0, exclusiveMinimum: true}
                  port: {x-kubernetes-int-or-string: true}
                  tags: {type: array, minItems: 1, maxItems: 2, items: {type: string}, x-kubernetes-list-type: set}
                  nested: {type: object, default: {}, properties: {deep: {type: string, default: here}, other: {type: string}}}
                  nothing: {type: string, nullable: true}
                  map: {type: object, maxProperties: 2, minProperties: 1, additionalProperties: {type: integer}}
                  when: {type: string, format: date-time}
                  free: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {known: {type: integer}}}
                  one: {type: object, properties: {a: {type: string}, b: {type: string}}, oneOf: [{required: [a]}, {required: [b]}]}
                  not: {type: object, properties: {a: {type: string}}, not: {required: [a]}}
                  any: {type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}
                  all: {type: string, allOf: [{minLength: 2}, {pattern: '^x'}]}
              status:
                type: object
                properties: {replicas: {type: integer}, selector: {type: string}, phase: {type: string}}
        """;

    [SkippableTheory]
    [Servers]
    public async Task Definition_FromCreationToDeletion_TellsItsConditions(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        @case.Owns(Definitions + "/gadgets.$group");

        await @case.GetAsync("/apis/$group/v1/gadgets");
        var made = await @case.TryAsync(HttpMethod.Post, Definitions, """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: gadgets.$group}
            spec:
              group: $group
              scope: Cluster
              names: {plural: gadgets, kind: Gadget}
              versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
            """);
        made.Status.Should().Be(201);
        await @case.AwaitAsync(Definitions + "/gadgets.$group", IsEstablished);
        await @case.AwaitAsync("/apis/$group/v1/gadgets", answer => answer.Status == 200);
        await @case.QuietlyAsync(HttpMethod.Post, "/apis/$group/v1/gadgets", "{apiVersion: $group/v1, kind: Gadget, metadata: {name: g, finalizers: [example.com/wait]}}");

        await @case.QuietlyAsync(HttpMethod.Delete, Definitions + "/gadgets.$group");
        await @case.AwaitAsync("/apis/$group/v1/gadgets/g", answer => answer.Json["metadata"]!["deletionTimestamp"] is not null);
        await @case.QuietlyAsync(HttpMethod.Patch, "/apis/$group/v1/gadgets/g", "{metadata: {finalizers: null}}", Case.MergePatch);
        await @case.AwaitAsync(Definitions + "/gadgets.$group", answer => answer.Status == 404);
        await @case.AwaitAsync("/apis/$group/v1/gadgets", answer => answer.Status == 404);

        @case.Verify();
    }

    [SkippableTheory]
    [Servers("name", "{metadata: {name: other.$group}}")]
    [Servers("schema", "{spec: {versions: [{name: v1, served: true, storage: true}]}}")]
    [Servers("type", "{spec: {versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {properties: {a: {}}}}}}}]}}")]
    [Servers("storage", "{spec: {versions: [{name: v1, served: true, storage: false, schema: {openAPIV3Schema: {type: object}}}]}}")]
    [Servers("rule", "{spec: {versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, x-kubernetes-validations: [{rule: 'self.none == 1'}]}}}}}]}}")]
    [Servers("scope", "{spec: {scope: Planet}}")]
    public async Task Definition_ThatCannotBe_SaysWhy(ServerKind kind, string variant, string change)
    {
        await using var @case = await Case.BeginAsync(kind, variant);
        var definition = YamlText.Merge(
            YamlText.Parse("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: gadgets.$group}
                spec: {group: $group, scope: Cluster, names: {plural: gadgets, kind: Gadget}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}
                """),
            YamlText.Parse(change));

        await @case.PostAsync(Definitions, definition!.ToJsonString());

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Object_WithoutEverything_GetsDefaults(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);

        await @case.PostAsync(Case.Widgets, Widget("a", "{size: 3}"));
        await @case.PostAsync(Case.Widgets, Widget("b", "{size: 3, nested: {other: x}, color: null, nothing: null, replicas: null}"));
        await @case.PostAsync(Case.Widgets, Widget("c", "{size: 3, free: {known: 1, unknown: {x: 1}}, port: 80, ratio: 1, map: {a: 1}}"));
        await @case.PostAsync(Case.Widgets, Widget("d", "{size: 3, port: http, ratio: 0.5, when: '2026-01-01T00:00:00Z'}"));

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Object_ThatBreaksItsSchema_IsToldEveryMistake(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);

        foreach (var spec in new[]
        {
            "{}", "{size: 0}", "{size: 11}", "{size: x}", "{size: 1.5}", "{size: 2, color: green}", "{size: 2, name: a}", "{size: 2, name: abcde}", "{size: 2, name: AB}",
            "{size: 2, ratio: 0}", "{size: 2, port: true}", "{size: 2, tags: []}", "{size: 2, tags: [a, b, c]}", "{size: 2, tags: [a, a]}", "{size: 2, tags: a}",
            "{size: 2, map: {a: 1, b: 2, c: 3}}", "{size: 2, map: {}}", "{size: 2, map: {a: x}}", "{size: 2, when: today}", "{size: 2, free: {known: x}}",
            "{size: 2, one: {}}", "{size: 2, one: {a: x, b: y}}", "{size: 2, not: {a: x}}", "{size: 2, any: {}}", "{size: 2, all: y}", "{size: 2, replicas: 3}",
            "{size: 0, color: green, name: a}", "text", "{size: 2, nested: text}", "{size: 2, name: 5}", "{size: 2, name: null}", "{size: null}",
        })
        {
            await @case.PostAsync(Case.Widgets, Widget("a", spec));
            await @case.TryAsync(HttpMethod.Delete, Case.Widgets + "/a");
        }

        await @case.PostAsync(Case.Widgets, "{apiVersion: $group/v1, kind: Widget, metadata: {name: a}}");
        await @case.PostAsync(Case.Widgets, "{apiVersion: $group/v1, kind: Gadget, metadata: {name: a}, spec: {size: 2}}");
        await @case.PostAsync(Case.Widgets, "{apiVersion: $group/v2, kind: Widget, metadata: {name: a}, spec: {size: 2}}");
        await @case.PostAsync(Case.Widgets, "{metadata: {name: a}, spec: {size: 2}}");
        await @case.PostAsync(Case.Widgets, Widget("A", "{size: 2}"));

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Object_WithUnknownFields_IsPrunedWarnedOfOrRefused(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        var body = Widget("a", "{size: 3, nonsense: 1, nested: {more: 2}}");

        await @case.PostAsync(Case.Widgets + "?fieldValidation=Strict", body);
        await @case.PostAsync(Case.Widgets + "?fieldValidation=Sometimes", body);
        await @case.PostAsync(Case.Widgets + "?fieldValidation=Ignore", body);
        await @case.PostAsync(Case.Widgets, Widget("b", "{size: 3, nonsense: 1, nested: {more: 2}}"));
        await @case.PatchAsync(Case.MergePatch, Case.Widgets + "/b?fieldValidation=Strict", "{spec: {nonsense: 1}}");
        await @case.PostAsync("/api/v1/namespaces/$ns/configmaps?fieldValidation=Strict", "{metadata: {name: a, nonsense: 1}, more: 2}");
        await @case.PostAsync("/api/v1/namespaces/$ns/configmaps", "{metadata: {name: a, nonsense: 1}, more: 2}");
        await @case.PostAsync("/api/v1/namespaces/$ns/configmaps?fieldValidation=Strict", "raw:{\"metadata\": {\"name\": \"b\"}, \"data\": {\"k\": \"v\", \"k\": \"w\"}}");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Rules_OverTheOldObject_HoldOnUpdateOnly(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await @case.PostAsync(Case.Widgets, Widget("a", "{size: 3}"));

        await @case.PatchAsync(Case.MergePatch, Case.Widgets + "/a", "{spec: {size: 2}}");
        await @case.PatchAsync(Case.MergePatch, Case.Widgets + "/a", "{spec: {size: 4, replicas: 5}}");
        await @case.PatchAsync(Case.MergePatch, Case.Widgets + "/a", "{spec: {size: 4}}");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Status_AndSpec_AreWrittenApart(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);

        await @case.PostAsync(Case.Widgets, "{apiVersion: $group/v1, kind: Widget, metadata: {name: a}, spec: {size: 3}, status: {phase: Lost}}");
        await @case.PatchAsync(Case.MergePatch, Case.Widgets + "/a/status", "{metadata: {labels: {x: y}}, spec: {size: 4}, status: {phase: Kept}}");
        await @case.PatchAsync(Case.MergePatch, Case.Widgets + "/a", "{spec: {size: 5}, status: {phase: Lost}}");
        await @case.PatchAsync(Case.MergePatch, Case.Widgets + "/a", "{metadata: {labels: {x: z}}}");
        await @case.PatchAsync(Case.MergePatch, Case.Widgets + "/a/status", "{status: {phase: 5}}");
        await @case.PatchAsync(Case.MergePatch, Case.Widgets + "/a/status", "{status: {unknown: 5}}");
        await @case.GetAsync(Case.Widgets + "/a/status");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Scale_OfAnObject_ReadsAndWritesItsReplicas(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await @case.PostAsync(Case.Widgets, Widget("a", "{size: 5, replicas: 2}"));
        await @case.QuietlyAsync(HttpMethod.Patch, Case.Widgets + "/a/status", "{status: {replicas: 1, selector: a=b}}", Case.MergePatch);

        await @case.GetAsync(Case.Widgets + "/a/scale");
        await @case.PatchAsync(Case.MergePatch, Case.Widgets + "/a/scale", "{spec: {replicas: 4}}");
        await @case.PatchAsync(Case.MergePatch, Case.Widgets + "/a/scale", "{spec: {replicas: 6}}");
        await @case.PatchAsync(Case.MergePatch, Case.Widgets + "/a/scale", "{spec: {replicas: -1}}");
        await @case.GetAsync(Case.Widgets + "/a");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Generation_OfAnObject_CountsChangesOfSpec(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);

        var made = await @case.QuietlyAsync(HttpMethod.Post, Case.Widgets, Widget("a", "{size: 3}"));
        var labelled = await @case.QuietlyAsync(HttpMethod.Patch, Case.Widgets + "/a", "{metadata: {labels: {x: y}}}", Case.MergePatch);
        var resized = await @case.QuietlyAsync(HttpMethod.Patch, Case.Widgets + "/a", "{spec: {size: 4}}", Case.MergePatch);
        var reported = await @case.QuietlyAsync(HttpMethod.Patch, Case.Widgets + "/a/status", "{status: {phase: x}}", Case.MergePatch);

        new[] { made, labelled, resized, reported }.Select(answer => (int)answer.Json["metadata"]!["generation"]!).Should().Equal(1, 1, 2, 2);
    }

    private static bool IsEstablished(Exchange definition) => definition.Json["status"]?["conditions"]?.AsArray()
        .Any(c => (string?)c!["type"] == "Established" && (string?)c["status"] == "True") == true;

    private static string Widget(string name, string spec) => "{apiVersion: $group/v1, kind: Widget, metadata: {name: " + name + "}, spec: " + spec + "}";

    private static async Task<Case> BeginAsync(ServerKind kind, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var @case = await Case.BeginAsync(kind, test: test);
        await @case.DefineWidgetsAsync(Schema);
        return @case;
    }
}
