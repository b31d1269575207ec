using System.Text.Json.Nodes;
using CsCheck;
using Smartbox.ApiServer.Merging;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Tests.Merging;

/// <summary>What holds of server-side apply whatever is applied.</summary>
public class ApplyLawsTests
{
    private static readonly Schema Widget = OpenApi.Schema("""
        {"type": "object", "properties": {"spec": {"type": "object", "properties": {
          "replicas": {"type": "integer"},
          "conf": {"type": "object", "additionalProperties": {"type": "string"}},
          "whole": {"type": "object", "x-kubernetes-map-type": "atomic", "additionalProperties": {"type": "string"}},
          "inner": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}},
          "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
          "tags": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}},
          "ports": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["port", "protocol"], "items": {"type": "object", "properties": {
            "port": {"type": "integer"}, "protocol": {"type": "string", "default": "TCP"}, "title": {"type": "string"}}}}}}}}
        """);

    private static readonly Gen<JsonObject> Texts =
        Gen.Select(OneOf("a", "b", "c"), OneOf("1", "2")).List[1, 3].Select(pairs => Map(pairs.Select(pair => (pair.Item1, (JsonNode?)pair.Item2))));

    private static readonly Gen<JsonNode> Tags =
        OneOf("x", "y", "z").List[1, 3].Select(tags => (JsonNode)new JsonArray([.. tags.Distinct().Select(tag => JsonValue.Create(tag))]));

    private static readonly Gen<JsonNode> Ports =
        Gen.Select(Gen.Int[1, 3], OneOf<string?>("TCP", "UDP", null), OneOf<string?>("t", "u", null)).List[1, 3].Select(ports => (JsonNode)new JsonArray(
            [.. ports.DistinctBy(port => (port.Item1, port.Item2 ?? "TCP")).Select(port => Map([("port", port.Item1), ("protocol", port.Item2), ("title", port.Item3)]))]));

    private static readonly Gen<JsonObject> Configurations =
        Gen.Select(
            Gen.Select(Texts, Texts, Texts, Texts),
            Gen.Select(Tags, Ports, Gen.Int[1, 3], Gen.Int[0, 255]),
            // always with replicas: a spec with nothing in it is a thing of its own
            (maps, others) => Configuration(
                [
                    ("conf", maps.Item1),
                    ("whole", maps.Item2),
                    ("inner", Without(maps.Item3, "c")),
                    ("free", maps.Item4),
                    ("tags", others.Item1),
                    ("ports", others.Item2),
                    ("replicas", others.Item3),
                ],
                others.Item4 | 64));

    [Fact]
    public void Apply_TheSameTwice_ChangesNothing() =>
        Gen.Select(Configurations, Configurations).Sample((first, second) =>
        {
            JsonObject live = Apply(Apply(null, first, "a"), second, "b");

            JsonObject again = Apply(live, second, "b", minute: 9);

            return JsonNode.DeepEquals(live, again);
        });

    [Fact]
    public void Apply_ByForce_MakesEverythingAppliedLive() =>
        Gen.Select(Configurations, Configurations).Sample((first, second) => Contains(Apply(Apply(null, first, "a"), second, "b"), second, ""));

    [Fact]
    public void Apply_TwoManagersOfDisjointFields_Commute() =>
        Gen.Select(Configurations, Configurations).Sample((one, other) =>
        {
            Disjoin(one, other);
            JsonObject ab = Apply(Apply(null, one, "a", force: false), other, "b", force: false);
            JsonObject ba = Apply(Apply(null, other, "b", force: false), one, "a", force: false);

            return JsonNode.DeepEquals(ab["spec"], ba["spec"])
                && FieldsOf(ab, "a").Paths().SequenceEqual(FieldsOf(ba, "a").Paths())
                && FieldsOf(ab, "b").Paths().SequenceEqual(FieldsOf(ba, "b").Paths());
        });

    [Fact]
    public void Apply_ByOne_LosesNoFieldOfAnother() =>
        Gen.Select(Configurations, Configurations, Configurations).Sample((first, second, third) =>
        {
            JsonObject live = Apply(Apply(null, first, "a"), second, "b");

            JsonObject after = Apply(live, third, "b", minute: 9);

            // what was forced has another value, and is there
            var there = FieldDifference.Between(FieldTypes.OfObject(Widget), [], after, isBuiltIn: false).Changed!.Paths().ToHashSet();
            return FieldsOf(live, "a").Paths().Concat(FieldsOf(after, "a").Paths()).All(there.Contains);
        });

    [Fact]
    public void Apply_OfNothing_TakesAwayWhatItAloneOwned() =>
        Configurations.Sample(applied =>
        {
            JsonObject live = Apply(null, applied, "a");

            JsonObject nothing = Configuration([], 0);
            nothing.Remove("spec");
            JsonObject after = Apply(live, nothing, "a", minute: 9);

            return after["spec"] is null && after["metadata"]!["managedFields"] is null;
        });

    private static FieldSet FieldsOf(JsonObject map, string manager)
    {
        JsonNode? entry = (map["metadata"]!["managedFields"] as JsonArray ?? []).FirstOrDefault(entry => entry!["manager"]!.GetValue<string>() == manager);

        return FieldsV1.Read(entry?["fieldsV1"]?.AsObject() ?? []);
    }

    private static bool Contains(JsonNode? live, JsonNode? applied, string name) => (live, applied) switch
    {
        (JsonObject a, JsonObject b) => b.All(field => Contains(a[field.Key], field.Value, field.Key)),
        (JsonArray a, JsonArray b) when name == "tags" => b.All(item => a.Any(other => JsonNode.DeepEquals(item, other))),
        (JsonArray a, JsonArray b) when name == "ports" => b.All(item => a.Any(other => Port(other) == Port(item) && Contains(other, item, ""))),
        _ => JsonNode.DeepEquals(live, applied),
    };

    private static (int Port, string Protocol) Port(JsonNode? item) => (item!["port"]!.GetValue<int>(), item["protocol"]?.GetValue<string>() ?? "TCP");

    private static void Disjoin(JsonObject one, JsonObject other)
    {
        JsonObject spec = other["spec"]!.AsObject();
        foreach ((string name, JsonNode? _) in one["spec"]!.AsObject()) spec.Remove(name);
    }

    private static JsonObject Apply(JsonObject? live, JsonObject applied, string manager, bool force = true, int minute = 0) =>
        ManagedFields.Apply(live, applied, Widget, new FieldWriter(manager, "merging.test/v1", null, DateTimeOffset.UnixEpoch.AddMinutes(minute)), force);

    private static JsonObject Configuration((string Name, JsonNode? Value)[] fields, int mask) =>
        new()
        {
            ["apiVersion"] = "merging.test/v1",
            ["kind"] = "Widget",
            ["metadata"] = Map([("name", "x")]),
            ["spec"] = Map(fields.Where((_, index) => (mask & (1 << index)) != 0)),
        };

    private static JsonObject? Without(JsonObject map, string name) =>
        map.Any(field => field.Key != name) ? Map(map.Where(field => field.Key != name).Select(field => (field.Key, field.Value))) : null;

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static JsonObject Map(IEnumerable<(string Name, JsonNode? Value)> fields)
    {
        var map = new JsonObject();
        foreach ((string name, JsonNode? value) in fields)
        {
            if (value is not null) map[name] = value.DeepClone();
        }

        return map;
    }
}
