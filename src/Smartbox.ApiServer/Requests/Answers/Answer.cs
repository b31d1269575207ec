using System.IO.Compression;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests.Bodies;
using Smartbox.ApiServer.Requests.Objects;

namespace Smartbox.ApiServer.Requests.Answers;

/// <summary>Sends whole answers.</summary>
internal static class Answer
{
    public static Task SendAsync(HttpContext http, int code, JsonNode body, bool isYaml = false) => SendAsync(http, code, ObjectView.Serialize(body), isYaml);

    /// <param name="http">The request.</param>
    /// <param name="code">HTTP status code.</param>
    /// <param name="json">The body.</param>
    /// <param name="isYaml">Whether it is sent as YAML.</param>
    public static async Task SendAsync(HttpContext http, int code, ReadOnlyMemory<byte> json, bool isYaml = false)
    {
        var body = isYaml ? YamlWriter.Write(json) : json;
        var response = http.Response;
        response.StatusCode = code;
        response.ContentType = isYaml ? MediaTypes.Yaml : MediaTypes.Json;
        response.Headers.CacheControl = "no-cache, private";
        if (body.Length < RequestLimits.CompressedBytes || !http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, http.RequestAborted);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        response.Headers.Vary = "Accept-Encoding";
        await using var compressed = new GZipStream(response.Body, CompressionLevel.Fastest);
        await compressed.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>Tells the client why there is no answer.</summary>
    public static Task SendErrorAsync(HttpContext http, ApiException error, bool isYaml = false)
    {
        if (error.Details?["retryAfterSeconds"] is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString();
        }

        return SendAsync(http, error.Code, StatusDocument.Of(error), isYaml);
    }

    /// <summary>Puts what the client should know into headers. Must come before the answer.</summary>
    public static void Warn(HttpContext http, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings.Distinct())
        {
            var text = warning.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ");
            http.Response.Headers.Append("Warning", $"299 - \"{text}\"");
        }
    }
}
