using Grpc.Core;
using Smartbox.Gateway.Authentication;
using Smartbox.Gateway.Hosting;
using Smartbox.Gateway.Pods;
using Smartbox.Gateway.Routing;
using Smartbox.Protocol.Errors;
using Smartbox.Protocol.V1;
using Upstream = Grpc.Core.AsyncDuplexStreamingCall<Smartbox.Protocol.V1.AttachRequest, Smartbox.Protocol.V1.AttachResponse>;

namespace Smartbox.Gateway.Sessions;

/// <summary>One attached stream. Frames go through one at a time, so that a slow end slows the other and nothing piles up here.</summary>
internal sealed class AttachedStream(
    IAsyncStreamReader<AttachRequest> requests, BoundedWriter responses, PodConnector connector, Drain drain, GatewayOptions options, TimeProvider time)
{
    /// <summary>Until the box has answered, nothing but `open` was sent: it may be opened as often as it takes.</summary>
    private const int AnyNumber = int.MaxValue;

    private const string AgeReason = "AGE";

    private readonly TaskCompletionSource<Leave> _leave = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Unconfirmed _unconfirmed = new();

    /// <summary>Why the stream is to end before either end does.</summary>
    private enum Leave
    {
        Draining,
        TooOld,
        NotTheirs,
    }

    public async Task RunAsync(Caller caller, BoxRoute route, Open open, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var draining = drain.Leaving.Register(() => _leave.TrySetResult(Leave.Draining));
        await using var tenure = route.Tenure.Ended.Register(() => _leave.TrySetResult(Leave.NotTheirs));
        await using var age = time.CreateTimer(_ => _leave.TrySetResult(Leave.TooOld), null, options.StreamAge, Timeout.InfiniteTimeSpan);
        using var upstream = await ConnectAsync(caller, route, open, ended.Token);
#pragma warning disable CA2025 // awaited in the finally block, before the stream is disposed
        var inputs = ForwardInputsAsync(upstream, ended.Token);
#pragma warning restore CA2025
        try
        {
            if (await ForwardEventsAsync(upstream, inputs, cancellationToken) is { } leave)
            {
                await SayGoodbyeAsync(leave, route);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await inputs.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Upstream> ConnectAsync(Caller caller, BoxRoute route, Open open, CancellationToken cancellationToken)
    {
        var shown = "";
        var upstream = await connector.RunAsync(caller, route.Key, OpenAsync, AnyNumber, ShowAsync, cancellationToken);
        try
        {
            if (shown.Length > 0)
            {
                await responses.WriteAsync(new AttachResponse { State = new BoxState { Phase = BoxState.Types.Phase.Ready } });
            }

            await responses.WriteAsync(upstream.ResponseStream.Current);
            return upstream;
        }
        catch
        {
            upstream.Dispose();
            throw;
        }

        async Task<Upstream> OpenAsync(SessionService.SessionServiceClient client, Metadata headers, CancellationToken token)
        {
            var call = client.Attach(headers, cancellationToken: token);
            try
            {
                await WriteAsync(call, new AttachRequest { Open = open }, token);
                return await call.ResponseStream.MoveNext(token)
                    ? call
                    : throw new RpcException(new Status(StatusCode.Unavailable, "The box ended the stream before it was open."));
            }
            catch
            {
                call.Dispose();
                throw;
            }
        }

        async Task ShowAsync(BoxRoute now)
        {
            if (_leave.Task.IsCompleted)
            {
                throw RpcErrors.Create(
                    StatusCode.Unavailable, ErrorReasons.Draining, "The gateway is stopping; attach again.", TimeSpan.FromSeconds(1),
                    (RpcErrors.DeliveredKey, Delivered.None));
            }

            var state = new BoxState { Phase = BoxState.Types.Phase.Starting, Reason = now.Status.Reason, Message = now.Status.Message };
            if (state.ToString() is { } text && text != shown)
            {
                shown = text;
                await responses.WriteAsync(new AttachResponse { State = state });
            }
        }
    }

    /// <returns>Why the stream ends, or null when the box ended it.</returns>
    private async Task<Leave?> ForwardEventsAsync(Upstream upstream, Task inputs, CancellationToken cancellationToken)
    {
        var toldToGo = false;
        while (true)
        {
            var next = upstream.ResponseStream.MoveNext(cancellationToken);
            if (!next.IsCompleted)
            {
                await (inputs.IsCompleted ? Task.WhenAny(next, _leave.Task) : Task.WhenAny(next, _leave.Task, inputs));
            }

            if (inputs.IsFaulted)
            {
                // The client broke the rules: too large a frame, for example.
                await inputs;
            }

            if (_leave.Task.IsCompleted)
            {
                return await _leave.Task;
            }

            bool has;
            try
            {
                has = await next;
            }
            catch (RpcException) when (toldToGo)
            {
                return null;
            }
            catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw UpstreamErrors.ForClient(e, _unconfirmed.Delivered);
            }

            if (!has)
            {
                return null;
            }

            var frame = upstream.ResponseStream.Current;
            if (frame.Event is { Kind: Event.Types.Kind.Input } input)
            {
                _unconfirmed.Confirmed(input.Run);
            }

            await responses.WriteAsync(frame);
            if (frame.FrameCase == AttachResponse.FrameOneofCase.GoAway)
            {
                toldToGo = true;
                await CompleteAsync(upstream);
            }
        }
    }

    /// <summary>Fails only by the client's fault; when the box is lost, reading from it says so.</summary>
    private async Task ForwardInputsAsync(Upstream upstream, CancellationToken cancellationToken)
    {
        while (await MoveNextAsync(cancellationToken))
        {
            var frame = requests.Current;
            if (frame.FrameCase == AttachRequest.FrameOneofCase.Input)
            {
                _unconfirmed.Sending(frame.Input.ClientMsgId);
            }

            await WriteAsync(upstream, frame, cancellationToken);
        }

        await CompleteAsync(upstream);
    }

    private static async Task CompleteAsync(Upstream upstream)
    {
        try
        {
            await upstream.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or IOException)
        {
            // The call is over, or an input is on its way; the client sends again what no INPUT event confirms.
        }
    }

    /// <returns>False when the client has said all.</returns>
    private async Task<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await requests.MoveNext(cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            throw new OperationCanceledException("The client has gone.", e, new CancellationToken(canceled: true));
        }
    }

    private static async Task WriteAsync(Upstream upstream, AttachRequest frame, CancellationToken cancellationToken)
    {
        try
        {
            await upstream.RequestStream.WriteAsync(frame, cancellationToken);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or IOException)
        {
            // The call is over; its reading side has the reason.
        }
    }

    private async Task SayGoodbyeAsync(Leave leave, BoxRoute route)
    {
        if (leave == Leave.NotTheirs)
        {
            throw BoxResolver.NotFound(route.Key);
        }

        if (leave == Leave.Draining)
        {
            await Task.Delay(options.DrainSpread * Spread(), time);
        }

        await responses.WriteAsync(new AttachResponse
        {
            GoAway = new GoAway { Reason = leave == Leave.Draining ? ErrorReasons.Draining : AgeReason, ReconnectAfterMs = (uint)(1000 * Spread()) },
        });
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5394", Justification = "Spreads reconnects; nothing is guessed from it.")]
    private static double Spread() => Random.Shared.NextDouble();
}
