using System.Text.Json.Nodes;
using Smartbox.Conformance.Tests.Transcripts;

namespace Smartbox.Conformance.Tests.Servers;

/// <summary>An open watch, or a log that is followed.</summary>
internal sealed class Watch(HttpResponseMessage response, StreamReader lines, Transcript transcript) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public int Status => (int)response.StatusCode;

    /// <summary>The next event, which is written to the transcript; null when the server has ended the watch.</summary>
    public async Task<JsonNode?> NextAsync()
    {
        var next = await ReadAsync();
        if (next is not null)
        {
            transcript.Add(next);
        }

        return next;
    }

    /// <summary>The next event, kept out of the transcript.</summary>
    public async Task<JsonNode?> ReadAsync()
    {
        using var deadline = new CancellationTokenSource(s_patience);
        return await lines.ReadLineAsync(deadline.Token) is { } line ? JsonNode.Parse(line) : null;
    }

    /// <summary>All that comes until the server ends it, as text.</summary>
    public async Task<string> ReadTextAsync()
    {
        using var deadline = new CancellationTokenSource(s_patience);
        return await lines.ReadToEndAsync(deadline.Token);
    }

    public void Dispose()
    {
        lines.Dispose();
        response.Dispose();
    }
}
