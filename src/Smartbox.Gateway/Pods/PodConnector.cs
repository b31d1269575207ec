using Grpc.Core;
using Smartbox.Gateway.Authentication;
using Smartbox.Gateway.Hosting;
using Smartbox.Gateway.Routing;
using Smartbox.Kubernetes;
using Smartbox.Protocol;
using Smartbox.Protocol.Assertions;
using Smartbox.Protocol.Errors;
using Smartbox.Protocol.V1;

namespace Smartbox.Gateway.Pods;

/// <summary>Takes a call to the pod of a box, waiting for one that starts.</summary>
internal sealed class PodConnector(
    RouteFeed routes, BoxResolver boxes, PodChannels channels, HeldCalls held, Refreshed<GatewayKey> key, GatewayOptions options, TimeProvider time)
{
    /// <summary>The role of a box's owner in assertions.</summary>
    private const string OwnerRole = "Owner";

    /// <summary>How long a client that gave up waiting should wait before it comes again.</summary>
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(2);

    /// <summary>One try on one pod.</summary>
    internal delegate Task<T> Attempt<T>(SessionService.SessionServiceClient client, Metadata headers, CancellationToken cancellationToken);

    /// <summary>Runs a call that may be repeated. It waits for the pod, and repeats the call once when it was lost in the middle.</summary>
    /// <param name="caller">Caller.</param>
    /// <param name="box">Its box.</param>
    /// <param name="attempt">The call.</param>
    /// <param name="losses">How often the call may be lost in the middle and be made again.</param>
    /// <param name="onWaiting">Is told what the box is doing while the call waits.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <exception cref="RpcException">As the client is to see it.</exception>
    public async Task<T> RunAsync<T>(
        Caller caller, EntityKey box, Attempt<T> attempt, int losses, Func<BoxRoute, Task>? onWaiting, CancellationToken cancellationToken)
    {
        var deadline = time.GetTimestamp();
        var delay = options.DialInterval;
        long? refusedEpoch = null;
        IDisposable? place = null;
        try
        {
            while (true)
            {
                var table = routes.Current;
                var route = boxes.Current(caller, box);
                if (route.IsOff)
                {
                    throw RpcErrors.Create(StatusCode.FailedPrecondition, ErrorReasons.BoxOff, $"Box '{box}' is switched off.");
                }

                var pause = Left();
                if (route.Pod is { } pod && pod.Epoch != refusedEpoch)
                {
                    try
                    {
                        return await attempt(new SessionService.SessionServiceClient(channels.Get(pod)), Assert(caller, route, pod), cancellationToken);
                    }
                    catch (Exception e) when (e is RpcException or ObjectDisposedException && !cancellationToken.IsCancellationRequested)
                    {
                        var error = e as RpcException ?? new RpcException(new Status(StatusCode.Unavailable, e.Message));
                        if (UpstreamErrors.IsRefusal(error))
                        {
                            if (refusedEpoch is not null)
                            {
                                throw EpochChanged(box);
                            }

                            refusedEpoch = pod.Epoch;
                            pause = Min(Left(), options.EpochPatience);
                        }
                        else if (UpstreamErrors.IsNotConnected(error) || (UpstreamErrors.IsLoss(error) && losses-- > 0))
                        {
                            pause = Min(Left(), delay);
                            delay = Min(delay * 2, options.DialIntervalMax);
                        }
                        else
                        {
                            throw UpstreamErrors.ForClient(error, Delivered.Maybe);
                        }
                    }
                }
                else if (refusedEpoch is not null)
                {
                    pause = Min(Left(), options.EpochPatience);
                }

                if (Left() <= TimeSpan.Zero)
                {
                    throw refusedEpoch is null ? NotReady(route) : EpochChanged(box);
                }

                place ??= held.Enter(route);
                if (onWaiting is not null)
                {
                    await onWaiting(route);
                }

                if (!await ReplacedAsync(table, pause, cancellationToken) && refusedEpoch is not null && pause >= options.EpochPatience)
                {
                    throw EpochChanged(box);
                }
            }
        }
        finally
        {
            place?.Dispose();
        }

        TimeSpan Left() => options.WaitTimeout - time.GetElapsedTime(deadline);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static RpcException EpochChanged(EntityKey box) => RpcErrors.Create(
        StatusCode.Aborted, ErrorReasons.EpochChanged, $"The pod of box '{box}' refused the call: it is another one than expected.", TimeSpan.FromSeconds(1),
        (RpcErrors.DeliveredKey, Delivered.None));

    private static RpcException NotReady(BoxRoute route) => RpcErrors.Create(
        StatusCode.Unavailable, route.Status.Reason, $"Box '{route.Key}' is not ready: {route.Status.Reason}. {route.Status.Message}".TrimEnd(), s_retryAfter,
        (RpcErrors.DeliveredKey, Delivered.None), ("phase", "STARTING"));

    private Metadata Assert(Caller caller, BoxRoute route, PodTarget pod)
    {
        var signer = key.Current?.Signer ?? throw RpcErrors.Create(
            StatusCode.Unavailable, ErrorReasons.NotReady, "The gateway has no key yet.", TimeSpan.FromSeconds(1), (RpcErrors.DeliveredKey, Delivered.None));
        return new Metadata { { PodContract.AssertionMetadata, signer.Sign(new Assertion(route.Uid, pod.Epoch, caller.Subject, OwnerRole)) } };
    }

    /// <returns>True when there is a newer table; false when the time is over.</returns>
    private async Task<bool> ReplacedAsync(RouteTable table, TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await table.Replaced.WaitAsync(pause, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
