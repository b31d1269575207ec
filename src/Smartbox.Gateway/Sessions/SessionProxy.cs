using Grpc.Core;
using Smartbox.Gateway.Authentication;
using Smartbox.Gateway.Hosting;
using Smartbox.Gateway.Pods;
using Smartbox.Gateway.Routing;
using Smartbox.Protocol.Errors;
using Smartbox.Protocol.Sessions;
using Smartbox.Protocol.V1;

namespace Smartbox.Gateway.Sessions;

/// <summary>Sessions of the boxes, for their owners.</summary>
internal sealed class SessionProxy(
    BoxResolver boxes, PodConnector connector, Drain drain, GatewayOptions options, TimeProvider time) : SessionService.SessionServiceBase
{
    /// <summary>A message may be sent again because the box knows it by its id.</summary>
    private const int Losses = 1;

    public override async Task Attach(
        IAsyncStreamReader<AttachRequest> requestStream, IServerStreamWriter<AttachResponse> responseStream, ServerCallContext context)
    {
        var open = await ReadOpenAsync(requestStream, context.CancellationToken);
        var caller = AuthenticationInterceptor.CallerOf(context);
        var route = boxes.Resolve(caller, open.Box, context.RequestHeaders);
        drain.Enter();
        try
        {
            await new AttachedStream(requestStream, new BoundedWriter(responseStream, options, time), connector, drain, options, time)
                .RunAsync(caller, route, open, context.CancellationToken);
        }
        finally
        {
            drain.Exit();
        }
    }

    public override Task<SendResponse> Send(SendRequest request, ServerCallContext context)
    {
        if (!SessionLimits.IsMessageId(request.ClientMsgId))
        {
            throw RpcErrors.Create(
                StatusCode.InvalidArgument, ErrorReasons.InvalidRequest,
                $"client_msg_id is 1 to {SessionLimits.MaxMessageIdLength} printable ASCII characters without spaces.");
        }

        return RunAsync(request.Box, context, (client, headers, cancellationToken) => client.SendAsync(request, Call(headers, cancellationToken)).ResponseAsync);
    }

    public override Task<HistoryResponse> History(HistoryRequest request, ServerCallContext context) =>
        RunAsync(request.Box, context, (client, headers, cancellationToken) => client.HistoryAsync(request, Call(headers, cancellationToken)).ResponseAsync);

    private static CallOptions Call(Metadata headers, CancellationToken cancellationToken) => new(headers, cancellationToken: cancellationToken);

    private async Task<T> RunAsync<T>(string box, ServerCallContext context, PodConnector.Attempt<T> attempt)
    {
        var caller = AuthenticationInterceptor.CallerOf(context);
        var route = boxes.Resolve(caller, box, context.RequestHeaders);
        drain.Enter();
        try
        {
            return await connector.RunAsync(caller, route.Key, attempt, Losses, onWaiting: null, context.CancellationToken);
        }
        finally
        {
            drain.Exit();
        }
    }

    private async Task<Open> ReadOpenAsync(IAsyncStreamReader<AttachRequest> frames, CancellationToken cancellationToken)
    {
        try
        {
            if (await frames.MoveNext(cancellationToken).WaitAsync(options.OpenTimeout, time, cancellationToken)
                && frames.Current.FrameCase == AttachRequest.FrameOneofCase.Open)
            {
                return frames.Current.Open;
            }
        }
        catch (TimeoutException)
        {
            throw RpcErrors.Create(StatusCode.DeadlineExceeded, ErrorReasons.InvalidRequest, $"No frame came within {options.OpenTimeout.TotalSeconds} s.");
        }

        throw RpcErrors.Create(StatusCode.InvalidArgument, ErrorReasons.InvalidRequest, "The first frame must be 'open'.");
    }
}
