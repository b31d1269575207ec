using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Smartbox.Cli.Kube;

/// <summary>Requests about objects of any kind, as JSON.</summary>
internal sealed class ApiClient(KubeAccess cluster)
{
    public const string TableFormat = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    /// <exception cref="ApiRefusal">The server refuses.</exception>
    /// <exception cref="CliException">It cannot be reached, or answers something else than JSON.</exception>
    public async Task<ApiAnswer> SendAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var response = await RequestAsync(call, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return JsonNode.Parse(text) is JsonObject body
                ? new ApiAnswer(response.StatusCode == HttpStatusCode.Created, body, WarningsOf(response))
                : throw NotJson(call);
        }
        catch (JsonException e)
        {
            throw NotJson(call, e);
        }
    }

    public async Task<JsonObject> GetAsync(string path, string what, CancellationToken cancellationToken, string accept = "application/json") =>
        (await SendAsync(new ApiCall(HttpMethod.Get, path, what) { Accept = accept }, cancellationToken)).Body;

    /// <summary>The events of a watch until the server ends it.</summary>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(ApiCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await RequestAsync(call, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await NextLineAsync(reader, cancellationToken) is { } line)
        {
            if (JsonNode.Parse(line) is JsonObject found && found["object"] is JsonObject content)
            {
                yield return new WatchEvent((string?)found["type"] ?? "", content);
            }
        }
    }

    private async Task<HttpResponseMessage> RequestAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(call.Method, new Uri(cluster.Client.BaseUri, call.Path));
        request.Headers.TryAddWithoutValidation("Accept", call.Accept);
        request.Headers.UserAgent.ParseAdd($"smartbox/{CliApp.Version}");
        if (call.Content is not null)
        {
            request.Content = new StringContent(call.Content, Encoding.UTF8, MediaTypeHeaderValue.Parse(call.ContentType));
        }

        if (cluster.Client.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        HttpResponseMessage response;
        try
        {
            response = await cluster.Client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw KubeErrors.Unreachable(e, cluster, call.What);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw KubeErrors.Refusal(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), call.What);
        }
    }

    // A watch that is cut off has ended: its reader goes on with a new one.
    private static async Task<string?> NextLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return null;
        }
    }

    // Source: RFC 7234, section 5.5: code, agent and text in quotes, as in: 299 - "text".
    private static List<string> WarningsOf(HttpResponseMessage response) =>
        [.. response.Headers.Warning.Select(warning => warning.Text.Trim('"').Replace("\\\"", "\"", StringComparison.Ordinal))];

    private static CliException NotJson(ApiCall call, Exception? inner = null) =>
        new(ExitCodes.Failure, $"Could not {call.What}: the answer is no JSON object.", inner);
}
