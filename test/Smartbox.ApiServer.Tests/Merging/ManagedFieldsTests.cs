using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Merging;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Tests.Merging;

/// <summary>What the recordings do not show.</summary>
public class ManagedFieldsTests
{
    private static readonly Schema Widget = OpenApi.Schema("""
        {"type": "object", "properties": {"spec": {"type": "object", "properties": {
          "size": {"type": "string"}, "note": {"type": "string"}, "count": {"type": "integer"},
          "doors": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"], "items": {"type": "object", "properties": {"name": {"type": "string"}, "wide": {"type": "boolean"}}}},
          "tags": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}}}}}}
        """);

    [Fact]
    public void Record_NothingChanged_LeavesManagedFieldsAsTheyAre()
    {
        JsonObject before = Created("""{"size": "small"}""");
        JsonObject after = Parse(before.ToJsonString());

        ManagedFields.Record(before, after, Widget, Writer("other", minute: 5));

        after.ToJsonString().Should().Be(before.ToJsonString());
    }

    [Fact]
    public void Record_MetadataThatOnlyTheServerSets_BelongsToNobody()
    {
        JsonObject before = Created("""{"size": "small"}""");
        JsonObject after = Parse(before.ToJsonString());
        foreach (string name in new[] { "uid", "resourceVersion", "creationTimestamp", "selfLink", "namespace" }) after["metadata"]![name] = "1";
        after["metadata"]!["generation"] = 2;

        ManagedFields.Record(before, after, Widget, Writer("other", minute: 5));

        JsonNode.DeepEquals(after["metadata"]!["managedFields"], before["metadata"]!["managedFields"]).Should().BeTrue();
    }

    [Fact]
    public void Record_UnreadableManagedFieldsFromTheClient_AreIgnored()
    {
        JsonObject before = Created("""{"size": "small"}""");
        JsonObject after = Parse(before.ToJsonString());
        after["metadata"]!["managedFields"] = JsonNode.Parse("""[{"manager": "x", "operation": "Update", "apiVersion": "v1", "fieldsType": "FieldsV1", "fieldsV1": {"nonsense": {}}}]""");

        ManagedFields.Record(before, after, Widget, Writer("other", minute: 5));

        after.ToJsonString().Should().Be(before.ToJsonString());
    }

    [Fact]
    public void Record_ManagedFieldsFromTheClientInAnotherSpelling_OwnTheSameFields()
    {
        JsonObject before = Created("""{"doors": [{"name": "front <1>"}]}""");
        JsonObject after = Parse(before.ToJsonString());
        after["metadata"]!["managedFields"] = JsonNode.Parse("""
            [{"manager": "m", "operation": "Update", "apiVersion": "merging.test/v1", "fieldsType": "FieldsV1", "fieldsV1": {"f:spec": {"f:doors": {"k:{ \"name\": \"front <1>\" }": {}}}}}]
            """);

        ManagedFields.Record(before, after, Widget, Writer("m", minute: 5));

        after["metadata"]!["managedFields"]![0]!["fieldsV1"]!["f:spec"]!["f:doors"]!.AsObject().Select(field => field.Key)
            .Should().Equal("""k:{"name":"front \u003c1\u003e"}""");
    }

    [Fact]
    public void Record_DuplicatesInALiveList_AreOwnedAsAWhole()
    {
        JsonObject before = Created("""{"doors": [{"name": "a", "wide": true}]}""");
        JsonObject after = Parse(before.ToJsonString());
        after["spec"]!["doors"]!.AsArray().Add(JsonNode.Parse("""{"name": "a"}"""));

        ManagedFields.Record(before, after, Widget, Writer("other", minute: 5));

        Fields(after, "other").Should().Equal(".spec.doors[name=\"a\"]");
        Fields(after, "creator").Should().Equal(".spec", ".spec.doors");
    }

    [Fact]
    public void Record_ItemWithoutItsKey_LeavesTheOwnersForValidationToSpeak()
    {
        JsonObject before = Created("""{"size": "small"}""");
        JsonObject after = Parse(before.ToJsonString());
        after["spec"]!["doors"] = JsonNode.Parse("""[{"wide": true}]""");

        ManagedFields.Record(before, after, Widget, Writer("other", minute: 5));

        Fields(after, "creator").Should().Equal(".spec", ".spec.size");
    }

    [Fact]
    public void Apply_LiveItemWithoutItsKey_SaysThatItCannot()
    {
        JsonObject live = Created("{}");
        live["spec"]!["doors"] = JsonNode.Parse("""[{"wide": true}]""");

        Action apply = () => Apply(live, """{"doors": [{"name": "a"}]}""", "x");

        apply.Should().Throw<ApiException>().WithMessage("failed to create typed live object (/x; merging.test/v1, Kind=Widget): associative list*");
    }

    [Fact]
    public void Apply_ListThatHasDuplicatesAlready_ReplacesThemByTheItemApplied()
    {
        JsonObject live = Created("""{"doors": [{"name": "a", "wide": true}, {"name": "b"}, {"name": "a"}]}""");

        JsonObject merged = Apply(live, """{"doors": [{"name": "a", "wide": false}]}""", "x", force: true);

        merged["spec"]!["doors"]!.ToJsonString().Should().Be("""[{"name":"a","wide":false},{"name":"b"}]""");
    }

    [Fact]
    public void Apply_SeveralThingsWrong_NamesThemAll()
    {
        Action apply = () => Apply(null, """{"count": "one", "doors": [{"wide": true}], "size": true, "tags": [null]}""", "x");

        apply.Should().Throw<ApiException>().Which.Message.Should().Be("""
            failed to create typed patch object (/x; merging.test/v1, Kind=Widget): errors:
              .spec.count: expected numeric (int or float), got string
              .spec.doors: element 0: associative list with keys has an element that omits all key fields ["name"] (and doesn't have default values for any key fields)
              .spec.size: expected string, got &value.valueUnstructured{Value:true}
              .spec.tags: element 0: associative list without keys has an element that's an explicit null
            """);
    }

    [Fact]
    public void Apply_LiveObject_IsLeftAsItIs()
    {
        JsonObject live = Created("""{"size": "small", "doors": [{"name": "a"}]}""");
        string text = live.ToJsonString();

        Apply(live, """{"size": "large", "doors": [{"name": "a", "wide": true}]}""", "x", force: true);

        live.ToJsonString().Should().Be(text);
    }

    [Fact]
    public void Apply_LiveManagedFieldsAreUnreadable_SaysSo()
    {
        JsonObject live = Created("""{"size": "small"}""");
        live["metadata"]!["managedFields"]![0]!["operation"] = "Guess";

        Action apply = () => Apply(live, "{}", "x");

        apply.Should().Throw<ApiException>().WithMessage("failed to decode managed fields: operation must be `Apply` or `Update`");
    }

    [Fact]
    public void KeepTimes_OnlyTimesDiffer_GivesTheOldOnesBack()
    {
        JsonObject before = Apply(Apply(null, """{"size": "small"}""", "a"), """{"note": "n"}""", "b", minute: 1);
        JsonObject after = Apply(before, """{"size": "big"}""", "a", minute: 2);
        after["spec"]!["size"] = "small";

        ManagedFields.KeepTimes(before, after).Should().BeTrue();

        JsonNode.DeepEquals(after, before).Should().BeTrue();
    }

    [Fact]
    public void KeepTimes_AFieldDiffers_LeavesTheNewVersionAsItIs()
    {
        JsonObject before = Apply(null, """{"size": "small"}""", "a");
        JsonObject after = Apply(before, """{"size": "big"}""", "a", minute: 2);
        string text = after.ToJsonString();

        ManagedFields.KeepTimes(before, after).Should().BeFalse();

        after["metadata"]!["managedFields"]![0]!["time"]!.GetValue<string>().Should().Be("1970-01-01T00:02:00Z");
        JsonNode.DeepEquals(after, JsonNode.Parse(text)).Should().BeTrue();
    }

    private static JsonObject Created(string spec)
    {
        JsonObject created = Configuration(spec);
        ManagedFields.Record(null, created, Widget, Writer("creator"));

        return created;
    }

    private static JsonObject Apply(JsonObject? live, string spec, string manager, bool force = false, int minute = 0) =>
        ManagedFields.Apply(live, Configuration(spec), Widget, Writer(manager, minute), force);

    private static IEnumerable<string> Fields(JsonObject map, string manager) =>
        FieldsV1.Read(map["metadata"]!["managedFields"]!.AsArray().Single(entry => entry!["manager"]!.GetValue<string>() == manager)!["fieldsV1"]!.AsObject()).Paths();

    private static JsonObject Configuration(string spec) =>
        Parse($$"""{"apiVersion": "merging.test/v1", "kind": "Widget", "metadata": {"name": "x"}, "spec": {{spec}}}""");

    private static FieldWriter Writer(string manager, int minute = 0) => new(manager, "merging.test/v1", null, DateTimeOffset.UnixEpoch.AddMinutes(minute));

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
