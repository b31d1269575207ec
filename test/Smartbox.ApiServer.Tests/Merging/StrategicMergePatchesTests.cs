using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Merging;

namespace Smartbox.ApiServer.Tests.Merging;

public class StrategicMergePatchesTests
{
    private static readonly JsonObject Recorded = JsonNode.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Merging", "RecordedPatches", "deployment.json")))!.AsObject();

    public static IEnumerable<object[]> Cases => Recorded["cases"]!.AsArray().Select(each => new object[] { each!["name"]!.GetValue<string>() });

    /// <summary>The real server's answer to each patch of one Deployment is ours, except for what it finds or fills in after the merge.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_PatchThatTheRealServerSaw_HasItsAnswer(string name)
    {
        JsonObject recorded = Recorded["cases"]!.AsArray().Single(each => each!["name"]!.GetValue<string>() == name)!.AsObject();
        Func<JsonObject> apply = () => StrategicMergePatches.Apply(
            Recorded["document"]!.AsObject(), recorded["patch"]!.AsObject(), OpenApi.Schema(Recorded["schema"]!.AsObject()));

        if (recorded["error"] is { } error)
        {
            if (error["code"]!.GetValue<int>() == 422) return;

            ApiException thrown = apply.Should().Throw<ApiException>().Which;
            string message = error["message"]!.GetValue<string>();
            if (message.Length < 500) thrown.Message.Should().Be(message);
            else thrown.Message.Should().StartWith(message[..40]);

            thrown.Code.Should().Be(error["code"]!.GetValue<int>());
            thrown.Reason.Should().Be(error["reason"]?.GetValue<string>());

            return;
        }

        JsonObject expected = recorded["result"]!.AsObject();
        foreach (Difference difference in Difference.Between("", expected, apply()))
        {
            difference.IsLeftToTheServer.Should().BeTrue($"{difference}");
        }
    }

    /// <summary>A place where two documents differ.</summary>
    private sealed record Difference(string Path, string? Expected, string? Actual)
    {
        private static readonly string[] Defaults =
            ["imagePullPolicy", "terminationMessagePath", "terminationMessagePolicy", "resources", "protocol", "rollingUpdate", "strategy", "type", "defaultMode"];

        /// <summary>Defaults that it fills in, and unknown fields and empty maps that it drops.</summary>
        public bool IsLeftToTheServer =>
            (Actual is null && Defaults.Contains(Path[(Path.LastIndexOf('.') + 1)..]))
            || (Expected is null && (Path.EndsWith(".what") || Actual is "{}" or "[]"));

        public static IEnumerable<Difference> Between(string path, JsonNode? expected, JsonNode? actual)
        {
            switch (expected, actual)
            {
                case (JsonObject a, JsonObject b):
                    return a.Select(field => field.Key).Union(b.Select(field => field.Key)).SelectMany(name => Between($"{path}.{name}", a[name], b[name]));
                case (JsonArray a, JsonArray b) when a.Count == b.Count:
                    return a.Zip(b).SelectMany((pair, index) => Between($"{path}[{index}]", pair.First, pair.Second));
                default:
                    return JsonNode.DeepEquals(expected, actual) ? [] : [new Difference(path, expected?.ToJsonString(), actual?.ToJsonString())];
            }
        }
    }
}
