using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Smartbox.Protocol.Agent.V1;

namespace Smartbox.Sidecar.Tests.Relay.Fakes;

#pragma warning disable CA2213 // KillAsync disposes it
/// <summary>An agent that does what the test says, and can be killed and started again at the same address.</summary>
internal sealed class FakeAgent : IAsyncDisposable
{
    private WebApplication? _application;
    private int _port;

    public delegate Task Turn(RunRequest request, Func<string, Task> delta, Func<string, Task> final, CancellationToken cancellationToken);

    /// <summary>By default every word of the answer is a delta.</summary>
    public Turn OnRun { get; set; } = async (request, delta, final, _) =>
    {
        await delta("you said: ");
        await delta(request.Text);
        await final("you said: " + request.Text);
    };

    public ConcurrentQueue<RunRequest> Runs { get; } = new();

    public Channel<Notice> Notices { get; } = Channel.CreateUnbounded<Notice>();

    public ConcurrentQueue<string> Acknowledged { get; } = new();

    public int ReadyCalls;

    public bool IsReady { get; set; } = true;

    public Uri Endpoint => new($"http://127.0.0.1:{_port}");

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddLogging();
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Service(this));
        _application = builder.Build();
        _application.MapGrpcService<Service>();
        await _application.StartAsync();
        _port = new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    /// <summary>Ends all connections at once, as a killed process does.</summary>
    public async Task KillAsync()
    {
        if (_application is { } application)
        {
            _application = null;
            await application.StopAsync(new CancellationToken(canceled: true));
            await application.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private sealed class Service(FakeAgent agent) : AgentService.AgentServiceBase
    {
        public override async Task Run(RunRequest request, IServerStreamWriter<RunResponse> responseStream, ServerCallContext context)
        {
            agent.Runs.Enqueue(request);
            await agent.OnRun(
                request,
                text => responseStream.WriteAsync(new RunResponse { Delta = text }),
                text => responseStream.WriteAsync(new RunResponse { Final = text }),
                context.CancellationToken);
        }

        public override async Task Notices(NoticesRequest request, IServerStreamWriter<Notice> responseStream, ServerCallContext context)
        {
            await foreach (var notice in agent.Notices.Reader.ReadAllAsync(context.CancellationToken))
            {
                await responseStream.WriteAsync(notice);
            }
        }

        public override Task<AckNoticeResponse> AckNotice(AckNoticeRequest request, ServerCallContext context)
        {
            agent.Acknowledged.Enqueue(request.Id);
            return Task.FromResult(new AckNoticeResponse());
        }

        public override Task<ReadyResponse> Ready(ReadyRequest request, ServerCallContext context)
        {
            Interlocked.Increment(ref agent.ReadyCalls);
            return agent.IsReady
                ? Task.FromResult(new ReadyResponse { Model = "scripted" })
                : throw new RpcException(new Status(StatusCode.Unavailable, "still loading"));
        }
    }
}
