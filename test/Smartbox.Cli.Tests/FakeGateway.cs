using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Smartbox.Protocol.V1;

namespace Smartbox.Cli.Tests;

/// <summary>A gateway with one box behind it, whose answers and failures a test decides.</summary>
internal sealed class FakeGateway : IAsyncDisposable
{
    private WebApplication? _app;

    public string Url { get; private set; } = "";

    public ConcurrentQueue<(SendRequest Request, string? Authorization)> Sent { get; } = new();

    /// <summary>Answers <c>Send</c>.</summary>
    public Func<SendRequest, SendResponse> OnSend { get; set; } = request => new SendResponse { Run = request.ClientMsgId, Text = $"You said: {request.Text}" };

    public List<Box> Boxes { get; } = [];

    public FakeSession Session { get; } = new();

    public static async Task<FakeGateway> StartAsync()
    {
        var gateway = new FakeGateway();
        (gateway._app, gateway.Url) = await LocalServer.StartAsync(
            HttpProtocols.Http2,
            services =>
            {
                services.AddGrpc(o => o.EnableDetailedErrors = true);
                services.AddSingleton(gateway);
            },
            app =>
            {
                app.MapGrpcService<Sessions>();
                app.MapGrpcService<BoxList>();
            });
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        Session.DropAll();
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }

    internal sealed class Sessions(FakeGateway gateway) : SessionService.SessionServiceBase
    {
        public override Task<SendResponse> Send(SendRequest request, ServerCallContext context)
        {
            gateway.Sent.Enqueue((request.Clone(), context.RequestHeaders.GetValue("authorization")));
            return Task.FromResult(gateway.OnSend(request));
        }

        public override Task<HistoryResponse> History(HistoryRequest request, ServerCallContext context) =>
            Task.FromResult(gateway.Session.History(request));

        public override Task Attach(IAsyncStreamReader<AttachRequest> requestStream, IServerStreamWriter<AttachResponse> responseStream, ServerCallContext context) =>
            gateway.Session.AttachAsync(requestStream, responseStream, context.CancellationToken);
    }

    internal sealed class BoxList(FakeGateway gateway) : BoxService.BoxServiceBase
    {
        public override Task<ListBoxesResponse> List(ListBoxesRequest request, ServerCallContext context) =>
            Task.FromResult(new ListBoxesResponse { Boxes = { gateway.Boxes } });

        public override Task<Box> Get(GetBoxRequest request, ServerCallContext context) =>
            Task.FromResult(gateway.Boxes.Find(box => $"{box.Namespace}/{box.Name}" == request.Box)
                ?? throw new RpcException(new Status(StatusCode.NotFound, "no such box")));
    }
}
