using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Smartbox.Api.Resources;
using Smartbox.Conformance.Tests.Servers;
using Smartbox.EndToEnd.Tests.Cluster;

namespace Smartbox.Conformance.Tests.Definitions;

/// <summary>The API server refuses what cannot work, and says what to write instead.</summary>
public sealed class CrdValidationTests
{
    /// <summary>Plural, change of the complete object, field and part of the message that the server answers with.</summary>
    public static TheoryData<string, string, string, string> Refused { get; } = new()
    {
        { "smartboxes", "metadata: {name: aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffg}", "metadata", "at most 56 characters" },
        { "smartboxes", "metadata: {name: a.b}", "metadata", "no dots" },
        { "smartboxes", "metadata: {name: smartbox-default}", "metadata", "smartbox-default is taken by the network policy" },
        { "smartboxes", "spec: {owner: ' alice'}", "spec.owner", "should match" },
        { "smartboxes", "spec: {backup: {interval: 9s}}", "spec.backup.interval", "write a duration from 10s to 24h" },
        { "smartboxes", "spec: {backup: {interval: 24h1s}}", "spec.backup.interval", "write a duration from 10s to 24h" },
        { "smartboxes", "spec: {backup: {interval: soon}}", "spec.backup.interval", "should match" },
        { "smartboxes", "spec: {backup: {exclude: [/etc]}}", "spec.backup.exclude[0]", "should match" },
        { "smartboxes", "spec: {backup: {exclude: [a, a]}}", "spec.backup.exclude[1]", "Duplicate value" },
        { "smartboxes", "spec: {config: {instructions.md: Hi}}", "spec.config", "instructions.md is taken by the instructions of the type" },
        { "smartboxes", "spec: {config: {a/b: x}}", "spec.config", "keys become file names" },
        { "smartboxes", "spec: {config: {..: x}}", "spec.config", "keys become file names" },
        {
            "smartboxes", "spec: {credentials: [{slot: a, secretRef: {name: s, key: k}}, {slot: a, secretRef: {name: t, key: k}}]}",
            "spec.credentials[1]", "Duplicate value"
        },
        { "smartboxes", "spec: {network: {egress: [{cidr: 10.0.0.1/8}]}}", "spec.network.egress[0].cidr", "write an address range by its first address" },
        { "smartboxes", "spec: {network: {egress: [{cidr: 10.0.0.0/33}]}}", "spec.network.egress[0].cidr", "write an address range by its first address" },
        { "smartboxes", "spec: {network: {egress: [{cidr: example.com/8}]}}", "spec.network.egress[0].cidr", "should match" },
        {
            "smartboxes", "spec: {network: {egress: [{cidr: 10.0.0.0/8, except: [11.0.0.0/8]}]}}",
            "spec.network.egress[0].except", "must lie within cidr and be smaller"
        },
        {
            "smartboxes", "spec: {network: {egress: [{cidr: 10.0.0.0/8, except: [10.0.0.0/8]}]}}",
            "spec.network.egress[0].except", "must lie within cidr and be smaller"
        },
        { "smartboxes", "spec: {network: {egress: [{cidr: 10.0.0.0/8}, {cidr: 10.0.0.0/8}]}}", "spec.network.egress[1]", "Duplicate value" },
        { "smartboxes", "spec: {colour: red}", "spec.colour", "unknown field" },
        { "smartboxes", "spec: null", "spec", "Required value" },
        { "smartboxtiers", "metadata: {name: a.b}", "metadata", "name of a tier must have at most 63 characters and no dots" },
        { "smartboxtiers", "spec: {resources: {limits: {memory: null}, requests: {memory: null}}}", "spec.resources.limits", "limits.memory is required" },
        { "smartboxtiers", "spec: {resources: {limits: null, requests: null}}", "spec.resources.limits", "limits.memory is required" },
        { "smartboxtiers", "spec: {resources: {requests: {memory: 511Mi}}}", "spec.resources.requests", "must equal limits.memory" },
        { "smartboxtiers", "spec: {resources: {requests: {cpu: 2001m}}}", "spec.resources.requests", "nothing in requests may be more than in limits" },
        { "smartboxtiers", "spec: {nodeSelector: {a/b/c: x}}", "spec.nodeSelector", "keys are labels of nodes" },
        { "smartboxtiers", "spec: {tolerations: [{operator: Equal}]}", "spec.tolerations[0]", "without key needs operator: Exists" },
        { "smartboxtiers", "spec: {tolerations: [{key: a, operator: Exists, value: b}]}", "spec.tolerations[0]", "takes no value" },
        { "smartboxtiers", "spec: {tolerations: [{key: a, effect: NoSchedule, tolerationSeconds: 1}]}", "spec.tolerations[0]", "needs effect: NoExecute" },
        { "smartboxtiers", "spec: {resources: {limits: {memory: lots}}}", "spec.resources.limits.memory", "should match" },
        { "smartboxtypes", "metadata: {name: a.b}", "metadata", "name of a type must have at most 63 characters and no dots" },
        { "smartboxtypes", "spec: {port: 8443}", "spec.port", "belong to the sidecars" },
        { "smartboxtypes", "spec: {port: 8444}", "spec.port", "belong to the sidecars" },
        { "smartboxtypes", "spec: {stateMountPath: /etc/smartbox/config}", "spec.stateMountPath", "use another path" },
        { "smartboxtypes", "spec: {stateMountPath: /tmp}", "spec.stateMountPath", "use another path" },
        { "smartboxtypes", "spec: {stateMountPath: /state/../etc}", "spec.stateMountPath", "without '.' and '..'" },
        { "smartboxtypes", "spec: {stateMountPath: /}", "spec.stateMountPath", "should match" },
        { "smartboxtypes", "spec: {env: [{name: A}, {name: A}]}", "spec.env[1]", "Duplicate value" },
        { "smartboxtypes", "spec: {credentialSlots: [{name: a}, {name: a}]}", "spec.credentialSlots[1]", "Duplicate value" },
        { "smartboxstores", "spec: {folder: {path: /data}}", "spec", "write exactly one of s3" },
        { "smartboxstores", "spec: {s3: null}", "spec", "write exactly one of s3" },
        { "smartboxstores", "spec: {credentials: null}", "spec", "s3 needs credentials.secretRef" },
        { "smartboxstores", "spec: {s3: {endpoint: 'https://[::1'}}", "spec.s3.endpoint", "write the URL of the service" },
        { "smartboxstores", "spec: {s3: {endpoint: 's3.example.com'}}", "spec.s3.endpoint", "should match" },
        { "smartboxstores", "spec: {s3: {prefix: team-a}}", "spec.s3.prefix", "prefix must be empty, or end with '/'" },
        { "smartboxstores", "spec: {s3: {prefix: /team-a/}}", "spec.s3.prefix", "prefix must be empty, or end with '/'" },
        { "smartboxstores", "spec: {s3: null, folder: {path: data}}", "spec.folder.path", "should match" },
    };

    /// <summary>Change of a stored box that has a volume of 8Gi, and the message.</summary>
    public static TheoryData<string, string> RefusedChanges { get; } = new()
    {
        { "spec: {state: {size: 7Gi}}", "state.size cannot shrink" },
        { "spec: {state: {size: null}}", "state.size cannot shrink" },
        { "spec: {state: null}", "state.size cannot shrink" },
        { "spec: {state: {mode: Bucket}}", "state.mode cannot be changed" },
    };

    public static TheoryData<string, string> Taken { get; } = new()
    {
        { "smartboxes", "metadata: {name: aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffff}" },
        { "smartboxes", "spec: {config: {.hidden_A-1.md: x}}" },
        { "smartboxes", "spec: {backup: {interval: 10s}}" },
        { "smartboxes", "spec: {backup: {interval: 24h}}" },
        { "smartboxes", "spec: {type: null, tier: null, power: null, state: null, backup: null, credentials: null, config: null, network: null, update: null}" },
        { "smartboxtiers", "spec: {resources: {requests: null}}" },
        { "smartboxtiers", "spec: {resources: {limits: {cpu: null}}}" },
        { "smartboxstores", "spec: {s3: {prefix: ''}}" },
        { "smartboxstores", "spec: {s3: null, credentials: null, folder: {path: /var/lib/smartbox}}" },
        { "smartboxes", "{}" },
        { "smartboxtiers", "{}" },
        { "smartboxtypes", "{}" },
        { "smartboxstores", "{}" },
    };

    [SkippableTheory]
    [Servers]
    public async Task Create_WhatCannotWork_IsRefusedWithTheFieldAndTheRemedy(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);

        foreach (var row in Refused)
        {
            var (plural, change) = ((string)row[0], (string)row[1]);
            var error = await @case.CreateErrorAsync(plural, CompleteObjects.Of(plural, change));

            @case.Step($"{plural} {change}: {error}");
            error.Should().Contain((string)row[2], change).And.Contain((string)row[3], change);
        }

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Create_WhatCanWork_IsTaken(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);

        foreach (var row in Taken)
        {
            (await @case.CreateErrorAsync((string)row[0], CompleteObjects.Of((string)row[0], (string)row[1]))).Should().BeEmpty((string)row[1]);
        }
    }

    [SkippableTheory]
    [Servers]
    public async Task Change_ThatWouldLoseState_IsRefused(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await StoreAsync(@case, "spec: {state: {size: 8Gi}}");

        foreach (var row in RefusedChanges)
        {
            var error = await @case.PatchErrorAsync("smartboxes", "box", YamlText.Parse((string)row[0]));
            @case.Step($"{row[0]}: {error}");
            error.Should().Contain("spec.state").And.Contain((string)row[1]);
        }

        (await @case.PatchErrorAsync("smartboxes", "box", YamlText.Parse("spec: {state: {size: 8192Mi}}"))).Should().BeEmpty("it is the same size");
        (await @case.PatchErrorAsync("smartboxes", "box", YamlText.Parse("spec: {state: {size: 9Gi, mode: Volume}, owner: bob}"))).Should().BeEmpty("a volume can grow");
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Change_ToBucketOfABoxThatSaysNoMode_IsRefused(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await StoreAsync(@case, "");

        (await @case.PatchErrorAsync("smartboxes", "box", YamlText.Parse("spec: {state: {mode: Bucket}}"))).Should().Contain("state.mode cannot be changed");
        (await @case.PatchErrorAsync("smartboxes", "box", YamlText.Parse("spec: {state: {size: 1Gi}}"))).Should().BeEmpty("a size may be given later");
    }

    [SkippableTheory]
    [Servers]
    public async Task Status_AsProgramsWriteIt_IsTakenAndNonsenseIsNot(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await StoreAsync(@case, "");
        var now = new DateTime(2026, 11, 25, 8, 0, 0, 123, 456, DateTimeKind.Utc);
        var status = new SmartboxStatus
        {
            ObservedGeneration = 1,
            Epoch = 1,
            Tier = "standard-1",
            Pod = new PodStatus { Name = "box", Uid = Guid.NewGuid().ToString(), Ip = "2001:db8::7", Node = "node-1", StartedAt = now, Image = "agent" },
            Backup = new BackupStatus { State = "Current", LastSnapshot = new SnapshotStatus { Id = "4f1c", Time = now, Bytes = 0, Files = long.MaxValue }, FirstRecoverable = now },
            Restarts = 0,
            LastTermination = new TerminationStatus { Reason = "OOMKilled", Message = "", Time = now, ExitCode = 137 },
            Conditions = [new V1Condition { Type = "Ready", Status = "True", Reason = "Running", Message = "", LastTransitionTime = now, ObservedGeneration = 1 }],
        };
        var written = JsonNode.Parse(KubernetesJson.Serialize(new { status }))!;

        (await @case.PatchErrorAsync("smartboxes", "box/status", written)).Should().BeEmpty();
        foreach (var (patch, field) in new[]
        {
            (YamlText.Merge(written, YamlText.Parse("status: {pod: {startedAt: yesterday}}"))!, "status.pod.startedAt"),
            (YamlText.Parse("status: {conditions: [{type: Ready}]}"), "status.conditions[0].lastTransitionTime"),
        })
        {
            var error = await @case.PatchErrorAsync("smartboxes", "box/status", patch);
            @case.Step(error);
            error.Should().Contain(field);
        }

        @case.Verify();
    }

    [SkippableTheory]
    [Servers("config/catalog")]
    [Servers("examples")]
    public async Task Create_EveryShippedManifest_IsTaken(ServerKind kind, string folder)
    {
        await using var @case = await BeginAsync(kind);

        var objects = Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.yaml")
            .SelectMany(file => File.ReadAllText(file).Split("\n---\n"))
            .Select(YamlText.Parse)
            .Where(o => (string)o["apiVersion"]! == "smartbox.dev/v1alpha1")
            .ToList();

        objects.Should().HaveCountGreaterThan(3);
        foreach (var shipped in objects)
        {
            var plural = OurDefinitions.All.Values.Single(d => d.Spec.Names.Kind == (string)shipped["kind"]!).Spec.Names.Plural;
            // The cluster may have one of the same name.
            shipped["metadata"]!["name"] = $"shipped-{Guid.NewGuid():n}";
            shipped["metadata"]!.AsObject().Remove("namespace");
            (await @case.CreateErrorAsync(plural, shipped)).Should().BeEmpty();
        }
    }

    [Fact]
    public void Rules_OfEveryDefinition_HaveAnObjectThatBreaksThem()
    {
        var broken = Refused.Select(row => (string)row[3]).Concat(RefusedChanges.Select(row => (string)row[1])).ToList();

        var messages = OurDefinitions.All.Values
            .SelectMany(d => Rules(d.Spec.Versions[0].Schema.OpenAPIV3Schema)).Select(r => r.Message).Distinct().ToList();

        messages.Should().NotBeEmpty();
        messages.Should().AllSatisfy(message => broken.Should().Contain(part => message.Contains(part, StringComparison.Ordinal), message));
    }

    private static async Task<Case> BeginAsync(ServerKind kind, [CallerMemberName] string test = "")
    {
        var @case = await Case.BeginAsync(kind, test: test);
        await OurDefinitions.RequireAsync(kind, @case);
        return @case;
    }

    private static Task<Exchange> StoreAsync(Case @case, string change) =>
        @case.QuietlyAsync(HttpMethod.Post, OurDefinitions.Collection("smartboxes"), Box("box", change).ToJsonString());

    // Without an operator nothing happens to it; with one, it is off.
    private static JsonNode Box(string name, string change) => YamlText.Merge(
        YamlText.Parse("""
            apiVersion: smartbox.dev/v1alpha1
            kind: Smartbox
            metadata: {annotations: {smartbox.dev/skip-final-snapshot: "true"}}
            spec: {owner: alice@example.com, power: {mode: "Off"}}
            """),
        YamlText.Parse($"metadata: {{name: {name}}}\n{change}"))!;

    private static IEnumerable<V1ValidationRule> Rules(V1JSONSchemaProps schema) =>
        (schema.XKubernetesValidations ?? []).Concat(SchemaTree.Children(schema).SelectMany(child => Rules(child.Schema)));
}
