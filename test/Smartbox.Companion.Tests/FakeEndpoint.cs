using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Smartbox.Companion.Tests;

/// <summary>An OpenAI-compatible server: each request gets the next prepared reply (the last one again and again).</summary>
internal sealed class FakeEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<HttpContext, Task>[] _replies;
    private int _next;

    private FakeEndpoint(Func<HttpContext, Task>[] replies)
    {
        _replies = replies;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public List<JsonElement> Requests { get; } = [];

    public List<string?> Authorizations { get; } = [];

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/v1";

    public static async Task<FakeEndpoint> StartAsync(params Func<HttpContext, Task>[] replies)
    {
        var endpoint = new FakeEndpoint(replies);
        await endpoint._app.StartAsync();
        return endpoint;
    }

    /// <summary>An answer in pieces.</summary>
    public static Func<HttpContext, Task> Text(params string[] pieces) => async context =>
    {
        await BeginAsync(context);
        foreach (var piece in pieces)
        {
            await ChunkAsync(context, new { role = "assistant", content = piece }, null);
        }

        await ChunkAsync(context, new { }, "stop");
        await EndAsync(context);
    };

    /// <summary>A function call whose arguments come in two pieces, as real servers send them.</summary>
    public static Func<HttpContext, Task> Call(string function, string arguments) => async context =>
    {
        await BeginAsync(context);
        var half = arguments.Length / 2;
        await ChunkAsync(context, new { role = "assistant", tool_calls = new[] { new { index = 0, id = "call_1", type = "function", function = new { name = function, arguments = arguments[..half] } } } }, null);
        await ChunkAsync(context, new { tool_calls = new[] { new { index = 0, function = new { arguments = arguments[half..] } } } }, null);
        await ChunkAsync(context, new { }, "tool_calls");
        await EndAsync(context);
    };

    public static Func<HttpContext, Task> Status(int code, string? retryAfter = null) => context =>
    {
        context.Response.StatusCode = code;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return context.Response.WriteAsync("{\"error\":{\"message\":\"the key sk-secret is wrong\"}}");
    };

    /// <summary>A piece of an answer, and then the connection is cut, or ends as if that had been all.</summary>
    public static Func<HttpContext, Task> Broken(string piece, Task arrived, bool isClean) => async context =>
    {
        await BeginAsync(context);
        await ChunkAsync(context, new { role = "assistant", content = piece }, null);
        await arrived;
        if (!isClean)
        {
            context.Abort();
        }
    };

    public static Func<HttpContext, Task> Silent() => context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Requests.Add((await JsonDocument.ParseAsync(context.Request.Body)).RootElement.Clone());
        Authorizations.Add(context.Request.Headers.Authorization);
        if (context.Request.Path != "/v1/chat/completions")
        {
            context.Response.StatusCode = 404;
            return;
        }

        try
        {
            await _replies[Math.Min(_next++, _replies.Length - 1)](context);
        }
        catch (OperationCanceledException)
        {
            // The companion has given up.
        }
    }

    private static Task BeginAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        return Task.CompletedTask;
    }

    private static async Task ChunkAsync(HttpContext context, object delta, string? finish)
    {
        var chunk = new
        {
            id = "c1",
            @object = "chat.completion.chunk",
            created = 1,
            model = "test-model",
            choices = new[] { new { index = 0, delta, finish_reason = finish } },
        };
        await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk)}\n\n");
        await context.Response.Body.FlushAsync();
    }

    private static Task EndAsync(HttpContext context) => context.Response.WriteAsync("data: [DONE]\n\n");
}
