using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Smartbox.Api.Resources;
using Smartbox.EndToEnd.Tests.Cluster;

namespace Smartbox.EndToEnd.Tests.Api;

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
    [MemberData(nameof(Refused))]
    public async Task Create_WhatCannotWork_IsRefusedWithTheFieldAndTheRemedy(string plural, string change, string field, string message)
    {
        var server = await ApiServer.RequireAsync();

        var error = await server.CreateErrorAsync(plural, CompleteObjects.Of(plural, change));

        error.Should().Contain(field).And.Contain(message);
    }

    [SkippableTheory]
    [MemberData(nameof(Taken))]
    public async Task Create_WhatCanWork_IsTaken(string plural, string change)
    {
        var server = await ApiServer.RequireAsync();

        (await server.CreateErrorAsync(plural, CompleteObjects.Of(plural, change))).Should().BeEmpty();
    }

    [SkippableFact]
    public async Task Change_ThatWouldLoseState_IsRefused()
    {
        var server = await ApiServer.RequireAsync();
        var name = $"change-{Guid.NewGuid():n}"[..20];
        await using var box = await server.StoreAsync("smartboxes", Box(name, "spec: {state: {size: 8Gi}}"));

        foreach (var row in RefusedChanges)
        {
            var error = await server.PatchErrorAsync("smartboxes", name, YamlText.Parse((string)row[0]));
            error.Should().Contain("spec.state").And.Contain((string)row[1]);
        }

        (await server.PatchErrorAsync("smartboxes", name, YamlText.Parse("spec: {state: {size: 8192Mi}}"))).Should().BeEmpty("it is the same size");
        (await server.PatchErrorAsync("smartboxes", name, YamlText.Parse("spec: {state: {size: 9Gi, mode: Volume}, owner: bob}"))).Should().BeEmpty("a volume can grow");
    }

    [SkippableFact]
    public async Task Change_ToBucketOfABoxThatSaysNoMode_IsRefused()
    {
        var server = await ApiServer.RequireAsync();
        var name = $"mode-{Guid.NewGuid():n}"[..20];
        await using var box = await server.StoreAsync("smartboxes", Box(name, ""));

        (await server.PatchErrorAsync("smartboxes", name, YamlText.Parse("spec: {state: {mode: Bucket}}"))).Should().Contain("state.mode cannot be changed");
        (await server.PatchErrorAsync("smartboxes", name, YamlText.Parse("spec: {state: {size: 1Gi}}"))).Should().BeEmpty("a size may be given later");
    }

    [SkippableFact]
    public async Task Box_WithoutTypeAndTier_ShowsTheOnesThatItGetsByEveryOfItsNames()
    {
        var server = await ApiServer.RequireAsync();
        var cluster = await TestCluster.RequireAsync();
        var name = $"default-{Guid.NewGuid():n}"[..20];
        await using var box = await server.StoreAsync("smartboxes", Box(name, ""));

        // kubectl remembers names and categories for minutes; what it knows from before these definitions is not asked for.
        var fresh = "--cache-dir=" + Path.Combine(Path.GetTempPath(), name);
        foreach (var kind in new[] { "smartbox", "smartboxes", "sbx" })
        {
            var row = await cluster.KubectlAsync("get", kind, name, "--no-headers", fresh);
            row.Split(' ', StringSplitOptions.RemoveEmptyEntries).Should().StartWith([name, "alice@example.com", "pa", "standard-1"]);
        }

        (await cluster.KubectlAsync("get", "smartbox-all", "-o", "name", fresh)).Should().Contain($"smartbox.smartbox.dev/{name}");
        Directory.Delete(Path.Combine(Path.GetTempPath(), name), recursive: true);
    }

    [SkippableFact]
    public async Task Status_AsProgramsWriteIt_IsTakenAndNonsenseIsNot()
    {
        var server = await ApiServer.RequireAsync();
        var name = $"status-{Guid.NewGuid():n}"[..20];
        await using var box = await server.StoreAsync("smartboxes", Box(name, ""));
        var now = new DateTime(2026, 11, 25, 8, 0, 0, 123, 456, DateTimeKind.Utc);
        var status = new SmartboxStatus
        {
            ObservedGeneration = 1,
            Epoch = 1,
            Tier = "standard-1",
            Pod = new PodStatus { Name = name, Uid = Guid.NewGuid().ToString(), Ip = "2001:db8::7", Node = "node-1", StartedAt = now, Image = "agent" },
            Backup = new BackupStatus { State = "Current", LastSnapshot = new SnapshotStatus { Id = "4f1c", Time = now, Bytes = 0, Files = long.MaxValue }, FirstRecoverable = now },
            Restarts = 0,
            LastTermination = new TerminationStatus { Reason = "OOMKilled", Message = "", Time = now, ExitCode = 137 },
            Conditions = [new V1Condition { Type = "Ready", Status = "True", Reason = "Running", Message = "", LastTransitionTime = now, ObservedGeneration = 1 }],
        };
        var written = JsonNode.Parse(KubernetesJson.Serialize(new { status }))!;

        (await server.PatchStatusErrorAsync("smartboxes", name, written)).Should().BeEmpty();
        (await server.PatchStatusErrorAsync("smartboxes", name, YamlText.Merge(written, YamlText.Parse("status: {pod: {startedAt: yesterday}}"))!))
            .Should().Contain("status.pod.startedAt");
        (await server.PatchStatusErrorAsync("smartboxes", name, YamlText.Parse("status: {conditions: [{type: Ready}]}")))
            .Should().Contain("status.conditions[0].lastTransitionTime");
    }

    [SkippableTheory]
    [InlineData("config/catalog")]
    [InlineData("examples")]
    public async Task Create_EveryShippedManifest_IsTaken(string folder)
    {
        var server = await ApiServer.RequireAsync();

        var objects = Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.yaml")
            .SelectMany(file => File.ReadAllText(file).Split("\n---\n"))
            .Select(YamlText.Parse)
            .Where(o => (string)o["apiVersion"]! == "smartbox.dev/v1alpha1")
            .ToList();

        objects.Should().HaveCountGreaterThan(3);
        foreach (var shipped in objects)
        {
            var plural = server.Definitions.Values.Single(d => d.Spec.Names.Kind == (string)shipped["kind"]!).Spec.Names.Plural;
            // The cluster may have one of the same name.
            shipped["metadata"]!["name"] = $"shipped-{Guid.NewGuid():n}";
            (await server.CreateErrorAsync(plural, shipped)).Should().BeEmpty();
        }
    }

    [SkippableFact]
    public async Task Rules_OfEveryDefinition_HaveAnObjectThatBreaksThem()
    {
        var server = await ApiServer.RequireAsync();
        var broken = Refused.Select(row => (string)row[3]).Concat(RefusedChanges.Select(row => (string)row[1])).ToList();

        var messages = server.Definitions.Values.SelectMany(d => Rules(d.Spec.Versions[0].Schema.OpenAPIV3Schema)).Select(r => r.Message).Distinct().ToList();

        messages.Should().NotBeEmpty();
        messages.Should().AllSatisfy(message => broken.Should().Contain(part => message.Contains(part, StringComparison.Ordinal), message));
    }

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
