using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Merging;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Tests.Merging;

/// <summary>Writes that a real API server (1.37) was asked for, and what it answered: <c>Recorded/*.json</c>.</summary>
internal sealed class Recording
{
    private readonly JsonObject document;

    private Recording(JsonObject document) => this.document = document;

    public Schema Schema => OpenApi.Schema(document["schema"]!.AsObject());

    public IReadOnlyList<JsonObject> Steps => [.. document["steps"]!.AsArray().Select(step => step!.AsObject())];

    public string ApiVersion
    {
        get
        {
            string kind = document["kind"]!.GetValue<string>();

            return kind[..kind.LastIndexOf('/')];
        }
    }

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order();

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Merging", "Recorded");

    public static Recording Read(string name) => new(JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!.AsObject());

    public FieldWriter Writer(JsonObject step) => new(
        step["manager"]!.GetValue<string>(),
        ApiVersion,
        step["subresource"]?.GetValue<string>(),
        DateTimeOffset.Parse(step["time"]!.GetValue<string>(), CultureInfo.InvariantCulture),
        document["schema"]!["properties"]!["status"] is not null);

    public static JsonObject? Copy(JsonNode? value) => value is null ? null : JsonSerializer.Deserialize<JsonObject>(value.ToJsonString());
}
