using Grpc.Core;
using Smartbox.Gateway.Hosting;
using Smartbox.Protocol.Errors;

namespace Smartbox.Gateway.Pods;

/// <summary>What an error of a pod means, and what the client is told of it.</summary>
internal static class UpstreamErrors
{
    /// <summary>No connection came about, so nothing was delivered.</summary>
    public static bool IsNotConnected(RpcException error) =>
        error.Status.DebugException is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError,
        };

    /// <summary>The pod is of another box or epoch, or does not know this gateway.</summary>
    public static bool IsRefusal(RpcException error) => error.StatusCode == StatusCode.Unauthenticated;

    /// <summary>The pod was lost, as against an answer of its relay that stands.</summary>
    public static bool IsLoss(RpcException error) =>
        error.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled or StatusCode.Unauthenticated;

    /// <summary>The error for the client: never UNKNOWN, and never a detail of the inside.</summary>
    public static RpcException ForClient(RpcException error, string delivered)
    {
        if (error.GetRpcStatus() is { } answer && RpcErrors.InfoOf(error)?.Domain == RpcErrors.Domain && !IsRefusal(error))
        {
            return answer.ToRpcException();
        }

        if (!IsLoss(error))
        {
            return new RpcException(new Status(error.StatusCode, error.Status.Detail));
        }

        GatewayMetrics.LostUpstreams.Inc();
        return RpcErrors.Create(
            StatusCode.Unavailable, ErrorReasons.UpstreamLost, "The box was lost in the middle of the call; try again.", TimeSpan.FromMilliseconds(500),
            (RpcErrors.DeliveredKey, delivered));
    }
}
