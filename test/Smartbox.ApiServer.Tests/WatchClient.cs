using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Tests;

/// <summary>Reads a watch line by line.</summary>
public sealed class WatchClient : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private WatchClient(HttpResponseMessage response, StreamReader lines) => (_response, _lines) = (response, lines);

    public static async Task<WatchClient> OpenAsync(TestServer server, string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        ((int)response.StatusCode).Should().Be(200, response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync());
        return new WatchClient(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <returns>The next line; null at the end.</returns>
    public async Task<JsonNode?> NextAsync()
    {
        using var deadline = new CancellationTokenSource(s_patience);
        var line = await _lines.ReadLineAsync(deadline.Token);
        return line is null ? null : JsonNode.Parse(line);
    }

    /// <summary>The next line in short: type and name.</summary>
    public async Task<string> NextNameAsync()
    {
        var line = await NextAsync();
        return $"{line?["type"]} {line?["object"]!["metadata"]!["name"]}".TrimEnd();
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _response.Dispose();
        await ValueTask.CompletedTask;
    }
}
