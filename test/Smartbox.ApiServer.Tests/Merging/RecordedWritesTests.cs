using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Merging;

namespace Smartbox.ApiServer.Tests.Merging;

public class RecordedWritesTests
{
    public static IEnumerable<object[]> Writes =>
        Recording.Names.SelectMany(name => Recording.Read(name).Steps.Select((step, number) => (step, number))
            .Where(each => each.step["verb"]!.GetValue<string>() != "external")
            .Select(each => new object[] { name, each.number }));

    /// <summary>The real server's answer to each write is ours: the same managed fields, the same errors, and for an apply the same object.</summary>
    [Theory]
    [MemberData(nameof(Writes))]
    public void Write_AsTheRealServerSawIt_HasItsAnswer(string name, int number)
    {
        Recording recording = Recording.Read(name);
        JsonObject step = recording.Steps[number];
        JsonObject? live = recording.Steps.Take(number).Select(earlier => earlier["result"]).LastOrDefault(result => result is not null)?.AsObject();
        FieldWriter writer = recording.Writer(step);

        if (step["verb"]!.GetValue<string>() == "apply") CheckApply(recording, step, live, writer);
        else CheckUpdate(recording, step, live, writer);
    }

    private static void CheckUpdate(Recording recording, JsonObject step, JsonObject? live, FieldWriter writer)
    {
        JsonObject after = Recording.Copy(step["result"])!;
        after["metadata"]!.AsObject().Remove("managedFields");
        if (step["sent"] is { } sent) after["metadata"]!["managedFields"] = sent.DeepClone();

        ManagedFields.Record(live, after, recording.Schema, writer);

        Text(after["metadata"]!["managedFields"]).Should().Be(Text(step["result"]!["metadata"]!["managedFields"]));
    }

    private static void CheckApply(Recording recording, JsonObject step, JsonObject? live, FieldWriter writer)
    {
        JsonObject applied = step["body"]!.AsObject();
        Func<JsonObject> apply = () => ManagedFields.Apply(live, applied, recording.Schema, writer, step["force"] is not null);

        if (step["error"] is { } error)
        {
            // what is found by validation, after the merge, is not ours
            if (error["code"]!.GetValue<int>() == 422) return;

            ApiException thrown = apply.Should().Throw<ApiException>().WithMessage(error["message"]!.GetValue<string>()).Which;
            thrown.Code.Should().Be(error["code"]!.GetValue<int>());
            thrown.Reason.Should().Be(error["reason"]?.GetValue<string>());
            Causes(thrown.Details).Should().BeEquivalentTo(Causes(error["details"]));

            return;
        }

        JsonObject expected = step["result"]!.AsObject();
        JsonObject merged = apply();

        Text(merged["metadata"]!["managedFields"]).Should().Be(Text(expected["metadata"]!["managedFields"]));
        if (recording.ApiVersion.Contains(".test/")) Text(Decided(merged, step["subresource"])).Should().Be(Text(Decided(expected, step["subresource"])));
    }

    private static IEnumerable<string> Causes(JsonNode? details) => (details?["causes"] as JsonArray ?? []).Select(cause => cause!.ToJsonString());

    /// <summary>What an apply decides: not what the server sets on new objects or by default, nor what a subresource resets.</summary>
    private static JsonObject Decided(JsonObject map, JsonNode? subresource)
    {
        JsonObject decided = Recording.Copy(map)!;
        if (subresource is not null) return decided["status"]!.AsObject();

        decided.Remove("status");
        JsonObject metadata = decided["metadata"]!.AsObject();
        foreach (string name in new[] { "uid", "generation", "creationTimestamp", "namespace", "managedFields" }) metadata.Remove(name);
        if (decided["spec"] is JsonObject spec) spec.Remove("size");
        foreach (JsonNode? port in decided["spec"]?["ports"] as JsonArray ?? []) port!["protocol"] ??= "TCP";

        return decided;
    }

    private static string Text(JsonNode? node) => Sorted(node)?.ToJsonString(new() { WriteIndented = true }) ?? "none";

    /// <summary>Maps by name: the real server has the fields of custom resources in this order, and those of built-in kinds in another.</summary>
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        JsonValue => node.DeepClone(),
        _ => null,
    };
}
