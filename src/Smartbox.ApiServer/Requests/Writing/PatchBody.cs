using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Merging;
using Smartbox.ApiServer.Requests.Bodies;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Requests.Writing;

/// <summary>A patch as it was sent.</summary>
internal sealed class PatchBody
{
    private const string JsonPatch = "application/json-patch+json";
    private const string MergePatch = "application/merge-patch+json";
    private const string StrategicMergePatch = "application/strategic-merge-patch+json";
    private const string ApplyPatch = "application/apply-patch+yaml";

    private readonly JsonNode _content;

    private PatchBody(PatchType type, JsonNode content, IReadOnlyList<string> duplicates)
    {
        Type = type;
        _content = content;
        Duplicates = duplicates;
    }

    public PatchType Type { get; }

    public IReadOnlyList<string> Duplicates { get; }

    /// <summary>The configuration of an apply.</summary>
    public JsonObject Configuration => _content.AsObject();

    /// <exception cref="ApiException">415 for a form that the kind does not take.</exception>
    public static PatchType TypeOf(HttpRequest request, ResourceType type) => BodyReader.MediaTypeOf(request) switch
    {
        JsonPatch => PatchType.Json,
        MergePatch => PatchType.Merge,
        StrategicMergePatch when !type.IsCustom => PatchType.StrategicMerge,
        ApplyPatch => PatchType.Apply,
        StrategicMergePatch => throw ApiErrors.UnsupportedMediaType(JsonPatch, MergePatch, ApplyPatch),
        _ => throw new ApiException(415, "UnsupportedMediaType", "415: Unsupported Media Type") { Details = [] },
    };

    public static async Task<PatchBody> ReadAsync(HttpRequest request, PatchType type, CancellationToken cancellationToken)
    {
        var body = await BodyReader.ReadAsync(request, cancellationToken);
        if (type == PatchType.Json)
        {
            return new PatchBody(type, ParseJsonPatch(body), []);
        }

        var parsed = BodyReader.Parse(
            body, isYaml: type == PatchType.Apply, message => ApiErrors.BadRequest(type == PatchType.Apply ? $"error decoding YAML: {message}" : $"error decoding patch: {message}"));
        return new PatchBody(type, parsed.Object, parsed.Duplicates);
    }

    /// <summary>The patched copy of an object. Not for an apply.</summary>
    public JsonObject Apply(JsonObject document, ResourceType type) => Type switch
    {
        PatchType.Json => JsonPatches.Apply(document, _content.AsArray()) as JsonObject ?? throw ApiErrors.BadRequest("The patch makes something else than an object."),
        PatchType.Merge => MergePatches.Apply(document, Configuration),
        _ => StrategicMergePatches.Apply(document, Configuration, type.Schema),
    };

    private static JsonArray ParseJsonPatch(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonArray ?? throw ApiErrors.BadRequest("error decoding patch: it is not a list of operations");
        }
        catch (JsonException e)
        {
            throw ApiErrors.BadRequest($"error decoding patch: {e.Message}");
        }
    }
}
