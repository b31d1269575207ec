using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Resources.Protobuf;
using YamlDotNet.Core;

namespace Smartbox.ApiServer.Requests.Bodies;

/// <summary>Reads what a client sent, as JSON or YAML.</summary>
internal static class BodyReader
{
    /// <summary>The media type of a body without its parameters; JSON when none is given.</summary>
    public static string MediaTypeOf(HttpRequest request)
    {
        var type = request.ContentType ?? "";
        var end = type.IndexOf(';', StringComparison.Ordinal);
        type = (end < 0 ? type : type[..end]).Trim();
        return type.Length == 0 ? MediaTypes.Json : type;
    }

    /// <summary>The object of a create or update.</summary>
    /// <param name="request">The request.</param>
    /// <param name="kind">Its kind, for errors.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ApiException">400 when it is no object, 415 when its form is unknown.</exception>
    public static async Task<ParsedBody> ReadObjectAsync(HttpRequest request, string kind, CancellationToken cancellationToken)
    {
        var isYaml = MediaTypeOf(request) switch
        {
            MediaTypes.Json or ProtobufObjects.MediaType => false,
            MediaTypes.Yaml or "text/yaml" or "application/x-yaml" => true,
            _ => throw ApiErrors.UnsupportedMediaType(MediaTypes.Json, MediaTypes.Yaml),
        };
        var body = await ReadAsync(request, cancellationToken);
        return MediaTypeOf(request) == ProtobufObjects.MediaType ? ParseProtobuf(body) : Parse(body, isYaml, message => Unrecognized(kind, message, body));
    }

    /// <summary>The options of a deletion; null when there is no body.</summary>
    public static async Task<JsonObject?> ReadOptionsAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding") && !HttpProtocol.IsHttp2(request.Protocol)))
        {
            return null;
        }

        var body = await ReadAsync(request, cancellationToken);
        if (body.Length == 0)
        {
            return null;
        }

        if (MediaTypeOf(request) == ProtobufObjects.MediaType)
        {
            return ParseProtobuf(body).Object;
        }

        return Parse(body, MediaTypeOf(request) == MediaTypes.Yaml, message => ApiErrors.BadRequest($"DeleteOptions cannot be read: {message}")).Object;
    }

    /// <summary>Parses a whole body.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="isYaml">Whether it is YAML; JSON is read as JSON all the same.</param>
    /// <param name="refuse">Makes the error of what is wrong.</param>
    public static ParsedBody Parse(byte[] body, bool isYaml, Func<string, ApiException> refuse)
    {
        try
        {
            List<string> duplicates = [];
            var node = isYaml && !LooksLikeJson(body)
                ? YamlReader.Parse(Encoding.UTF8.GetString(body))
                : JsonParser.Parse(body, duplicates);
            return node is JsonObject parsed ? new ParsedBody(parsed, duplicates) : throw refuse("it is not an object");
        }
        catch (JsonException) when (body.Length == 0)
        {
            throw refuse("couldn't get version/kind; json parse error: unexpected end of JSON input");
        }
        catch (JsonException e)
        {
            throw refuse($"couldn't get version/kind; json parse error: {e.Message}");
        }
        catch (YamlException e)
        {
            throw refuse($"error converting YAML to JSON: yaml: line {e.Start.Line}: {e.Message}");
        }
    }

    /// <exception cref="ApiException">400 when it is no message, 415 when it is of a kind that only JSON is known of.</exception>
    private static ParsedBody ParseProtobuf(byte[] body)
    {
        try
        {
            return new ParsedBody(ProtobufObjects.Decode(body) ?? throw ApiErrors.UnsupportedMediaType(MediaTypes.Json, MediaTypes.Yaml), []);
        }
        catch (FormatException e)
        {
            throw ApiErrors.BadRequest(e.Message);
        }
    }

    /// <exception cref="ApiException">413 when it is too large.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (request.ContentLength is > 0 and <= int.MaxValue and var length)
            {
                var body = new byte[length];
                await request.Body.ReadExactlyAsync(body, cancellationToken);
                return body;
            }

            using var buffer = new MemoryStream();
            await request.Body.CopyToAsync(buffer, cancellationToken);
            return buffer.ToArray();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new ApiException(413, "RequestEntityTooLarge", $"Request entity too large: limit is {RequestLimits.BodyBytes}");
        }
    }

    private static bool LooksLikeJson(byte[] body) => body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    private static ApiException Unrecognized(string kind, string message, byte[] body)
    {
        const int longest = 22;
        var text = Encoding.UTF8.GetString(body);
        var shown = text.Length switch { 0 => "<empty>", > longest => $"{text[..longest]} ...", _ => text };
        return ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {kind}): {message} ({shown})");
    }
}
