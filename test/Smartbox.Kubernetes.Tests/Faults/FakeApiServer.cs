using System.Collections.Concurrent;
using System.Text;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Smartbox.Kubernetes.Client;

namespace Smartbox.Kubernetes.Tests.Faults;

/// <summary>An API server that answers each request as the test says; a watch that nobody scripted stays open and silent.</summary>
internal sealed class FakeApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _closing = new();

    private FakeApiServer(WebApplication app, TimeProvider time)
    {
        _app = app;
        Time = time;
    }

    public ConcurrentQueue<Func<HttpContext, Task>> Lists { get; } = new();

    public ConcurrentQueue<Func<HttpContext, Task>> Watches { get; } = new();

    public ConcurrentQueue<Func<HttpContext, Task>> Calls { get; } = new();

    /// <summary>Answers, by path, what should not follow a script; true when it has.</summary>
    public Func<HttpContext, string, Task<bool>> Endpoint { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Method, path and query of each request, its body, and when it came by the test's clock.</summary>
    public ConcurrentQueue<(string Request, string Body, DateTimeOffset At)> Requests { get; } = new();

    public IEnumerable<(string Request, DateTimeOffset At)> WatchRequests =>
        Requests.Where(r => r.Request.Contains("watch=1", StringComparison.Ordinal)).Select(r => (r.Request, r.At));

    public IEnumerable<(string Request, DateTimeOffset At)> ListRequests =>
        Requests.Where(r => r.Request.StartsWith("GET", StringComparison.Ordinal) && !r.Request.Contains("watch=1", StringComparison.Ordinal))
            .Select(r => (r.Request, r.At));

    public KubernetesClientConfiguration Configuration { get; } = new();

    private TimeProvider Time { get; }

    public static async Task<FakeApiServer> StartAsync(TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        var server = new FakeApiServer(app, time);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        server.Configuration.Host = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    public ApiConnection Connect() => new(Configuration, "tests");

    /// <summary>Answers with a status and an optional body.</summary>
    public static Func<HttpContext, Task> Answer(int status, string body = "{}", string? retryAfter = null) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        await context.Response.WriteAsync(body);
    };

    /// <summary>Sends lines and ends the stream.</summary>
    public static Func<HttpContext, Task> Lines(params string[] lines) => context => SendAsync(context, lines);

    /// <summary>Sends lines and stays silent until the client gives up.</summary>
    public Func<HttpContext, Task> LinesThenSilence(params string[] lines) => async context =>
    {
        await SendAsync(context, lines);
        await SilenceAsync(context);
    };

    public static async Task SendAsync(HttpContext context, params string[] lines)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "application/json";
        }

        foreach (var line in lines)
        {
            await context.Response.WriteAsync(line);
        }

        await context.Response.Body.FlushAsync();
    }

    public Task SilenceAsync(HttpContext context)
    {
        var end = new TaskCompletionSource();
        context.RequestAborted.Register(end.SetResult);
        _closing.Token.Register(() => end.TrySetResult());
        return end.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _app.DisposeAsync();
        _closing.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var request = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
        Requests.Enqueue((request, body, Time.GetUtcNow()));

        if (await Endpoint(context, body))
        {
            return;
        }

        var isWatch = context.Request.Query.ContainsKey("watch");
        var script = isWatch ? Watches : HttpMethods.IsGet(context.Request.Method) && Calls.IsEmpty ? Lists : Calls;
        if (script.TryDequeue(out var answer))
        {
            await answer(context);
        }
        else if (isWatch)
        {
            await SendAsync(context);
            await SilenceAsync(context);
        }
        else
        {
            await Answer(500, Objects.Status(500, "InternalError", "nothing was scripted"))(context);
        }
    }
}
