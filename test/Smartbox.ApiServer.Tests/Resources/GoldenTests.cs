using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Encodings.Web;
using Smartbox.ApiServer.Errors;

namespace Smartbox.ApiServer.Tests.Resources;

/// <summary>What Kubernetes 1.37 answered to the same objects; see Golden/README.md.</summary>
public sealed class GoldenTests
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public static TheoryData<int, string> Created => Names("created.json", one => $"{one["given"]!["kind"]} {one["given"]!["metadata"]!["name"]}");

    public static TheoryData<int, string> Refused => Names("pod-validation.json", one => one["case"]!.GetValue<string>());

    [Theory]
    [MemberData(nameof(Created))]
    public void A_new_object_gets_what_the_real_server_gives_it(int index, string name)
    {
        var golden = Read("created.json")[index]!;

        var (stored, errors) = BuiltIn.Create(golden["given"]!.AsObject());

        errors.Should().BeEmpty(name);
        Sorted(stored).Should().Be(Sorted(golden["stored"]!));
    }

    [Theory]
    [MemberData(nameof(Created))]
    public void What_is_stored_is_complete_and_valid(int index, string name)
    {
        var stored = BuiltIn.Create(Read("created.json")[index]!["given"]!.AsObject()).Stored;

        var (again, errors) = BuiltIn.Update(stored, stored);

        errors.Should().BeEmpty(name);
        Sorted(again).Should().Be(Sorted(stored), "a second apply of the same says unchanged");
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_pod_is_refused_in_the_words_of_the_real_server(int index, string name)
    {
        var golden = Read("pod-validation.json")[index]!;
        if (golden["message"] is { } message)
        {
            FluentActions.Invoking(() => BuiltIn.Create(golden["pod"]!.AsObject())).Should().Throw<ApiException>().WithMessage(message.GetValue<string>());
            return;
        }

        var errors = BuiltIn.Create(golden["pod"]!.AsObject()).Errors.Select(error => error.ToString());

        errors.Should().BeEquivalentTo(golden["errors"]!.AsArray().Select(error => error!.GetValue<string>()), name);
    }

    private static JsonArray Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Resources", "Golden", file)))!.AsArray();

    private static TheoryData<int, string> Names(string file, Func<JsonNode, string> name)
    {
        var data = new TheoryData<int, string>();
        foreach (var (one, index) in Read(file).Select((one, index) => (one!, index))) data.Add(index, name(one));
        return data;
    }

    private static string Sorted(JsonNode node) => Sort(node)!.ToJsonString(Readable);

    private static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject content => new JsonObject(content.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sort(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sort)]),
        null => null,
        _ => node.DeepClone(),
    };
}
