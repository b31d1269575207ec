using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Smartbox.EndToEnd.Tests.Cluster;

/// <summary>Stands before the S3 server: counts requests by box, answers 503 when told, and holds uploads to be killed in the middle.</summary>
/// <remarks>The Host header is passed on as it came, so that signatures stay valid.</remarks>
internal sealed class S3Proxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _upstream = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Uri _target;
    private volatile Func<HttpRequest, bool> _unavailable = _ => false;
    private volatile Func<HttpRequest, Task>? _hold;

    private S3Proxy(WebApplication app, Uri target, string endpoint)
    {
        _app = app;
        _target = target;
        Endpoint = endpoint;
    }

    /// <summary>Where pods reach it.</summary>
    public string Endpoint { get; }

    /// <summary>Starts one, or skips the test when pods cannot reach this process.</summary>
    public static async Task<S3Proxy> StartAsync(S3Server server)
    {
        var host = Environment.GetEnvironmentVariable("SMARTBOX_TEST_HOST");
        Skip.If(string.IsNullOrEmpty(host), "Skipped: SMARTBOX_TEST_HOST does not say at which address pods reach this process.");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Parse(host!), 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        S3Proxy? proxy = null;
        app.Run(context => proxy!.ForwardAsync(context));
        await app.StartAsync();
        return proxy = new S3Proxy(app, new Uri(server.Endpoint), app.Urls.Single());
    }

    /// <summary>Requests so far whose path holds a text, as <c>METHOD path</c>.</summary>
    public IReadOnlyList<string> Requests(string containing) => [.. _requests.Where(r => r.Contains(containing, StringComparison.Ordinal))];

    /// <summary>Answers 503 to the requests that match.</summary>
    public void Unavailable(Func<HttpRequest, bool> matches) => _unavailable = matches;

    public void Available() => _unavailable = _ => false;

    /// <summary>Lets each request wait for a task before it is passed on.</summary>
    public void Hold(Func<HttpRequest, Task>? hold) => _hold = hold;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _upstream.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var request = context.Request;
        _requests.Enqueue($"{request.Method} {request.Path}{request.QueryString}");
        if (_unavailable(request))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (_hold is { } hold)
        {
            await hold(request);
        }

        var target = request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        using var outgoing = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_target, target));
        if (request.ContentLength > 0)
        {
            outgoing.Content = new StreamContent(request.Body);
        }

        foreach (var (name, values) in request.Headers)
        {
            if (!outgoing.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!) && outgoing.Content is not null)
            {
                outgoing.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
            }
        }

        using var answer = await _upstream.SendAsync(outgoing, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            if (!name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.Headers[name] = values.ToArray();
            }
        }

        if (request.Method != HttpMethods.Head && answer.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.NotModified))
        {
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }
}
