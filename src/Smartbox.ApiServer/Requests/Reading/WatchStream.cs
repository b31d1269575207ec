using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests.Answers;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Reading;

/// <summary>Writes what happens as lines of JSON, flushed once for all that is there.</summary>
internal sealed class WatchStream(HttpContext http, Renderer renderer)
{
    private readonly PipeWriter _output = http.Response.BodyWriter;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = MediaTypes.Json;
        http.Response.Headers.CacheControl = "no-cache, private";

        // The client learns at once that it is heard, also when nothing happens for long.
        await http.Response.StartAsync(cancellationToken);
        await _output.FlushAsync(cancellationToken);
    }

    public void Added(StoredObject stored) => Write("{\"type\":\"ADDED\",\"object\":"u8, renderer.Event(stored).Span);

    public void Modified(StoredObject stored) => Write("{\"type\":\"MODIFIED\",\"object\":"u8, renderer.Event(stored).Span);

    public void Deleted(StoredObject stored) => Write("{\"type\":\"DELETED\",\"object\":"u8, renderer.Event(stored).Span);

    public void Bookmark(long revision, bool endsInitialEvents) =>
        Write("{\"type\":\"BOOKMARK\",\"object\":"u8, renderer.Bookmark(revision, endsInitialEvents).Span);

    /// <summary>The last line of a watch that cannot go on.</summary>
    public void Error(ApiException error) => Write("{\"type\":\"ERROR\",\"object\":"u8, ObjectView.Serialize(StatusDocument.Of(error)));

    public async ValueTask FlushAsync(CancellationToken cancellationToken) => await _output.FlushAsync(cancellationToken);

    private void Write(ReadOnlySpan<byte> start, ReadOnlySpan<byte> value)
    {
        var line = _output.GetSpan(start.Length + value.Length + 2);
        start.CopyTo(line);
        value.CopyTo(line[start.Length..]);
        "}\n"u8.CopyTo(line[(start.Length + value.Length)..]);
        _output.Advance(start.Length + value.Length + 2);
    }
}
