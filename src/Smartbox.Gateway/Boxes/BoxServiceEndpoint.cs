using Grpc.Core;
using Smartbox.Gateway.Authentication;
using Smartbox.Gateway.Hosting;
using Smartbox.Gateway.Routing;
using Smartbox.Protocol.Errors;
using Smartbox.Protocol.V1;

namespace Smartbox.Gateway.Boxes;

/// <summary>What owners are shown of their boxes; from the caches only.</summary>
internal sealed class BoxServiceEndpoint(BoxResolver boxes, RouteFeed routes, Drain drain) : BoxService.BoxServiceBase
{
    public override Task<ListBoxesResponse> List(ListBoxesRequest request, ServerCallContext context)
    {
        var own = boxes.Owned(AuthenticationInterceptor.CallerOf(context));
        return Task.FromResult(new ListBoxesResponse { Boxes = { own.Select(route => route.Status) } });
    }

    public override Task<Box> Get(GetBoxRequest request, ServerCallContext context) =>
        Task.FromResult(boxes.Resolve(AuthenticationInterceptor.CallerOf(context), request.Box, context.RequestHeaders).Status);

    public override async Task WatchStatus(GetBoxRequest request, IServerStreamWriter<Box> responseStream, ServerCallContext context)
    {
        var caller = AuthenticationInterceptor.CallerOf(context);
        var key = boxes.Resolve(caller, request.Box, context.RequestHeaders).Key;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.Leaving);
        Box? sent = null;
        while (true)
        {
            var table = routes.Current;
            var status = boxes.Current(caller, key).Status;
            if (!status.Equals(sent))
            {
                sent = status;
                await responseStream.WriteAsync(status, context.CancellationToken);
            }

            await table.Replaced.WaitAsync(ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.CancellationToken.ThrowIfCancellationRequested();
            if (drain.Leaving.IsCancellationRequested)
            {
                throw RpcErrors.Create(
                    StatusCode.Unavailable, ErrorReasons.Draining, "The gateway is stopping; watch again.", TimeSpan.FromSeconds(1));
            }
        }
    }
}
