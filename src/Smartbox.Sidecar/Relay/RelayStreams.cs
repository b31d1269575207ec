using Grpc.Core;
using Smartbox.Protocol.Errors;
using Smartbox.Protocol.V1;
using Smartbox.Sidecar.Relay.EventLog;
using Smartbox.Sidecar.Relay.Sessions;

namespace Smartbox.Sidecar.Relay;

/// <summary>The attached streams of the box, until it drains.</summary>
/// <remarks>A stream pulls from the session's log and has no queue: a slow reader costs one read of <see cref="RelayOptions.StreamChars"/>.</remarks>
internal sealed class RelayStreams(long epoch, RelayOptions options, TimeProvider time, ILogger<RelayStreams> logger) : IDisposable
{
    /// <summary>Clients come back spread over this time.</summary>
    private const int ReconnectSpreadMs = 1000;

    /// <summary>How long a client may take to end its side after GoAway.</summary>
    private static readonly TimeSpan s_goodbye = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _draining = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public bool IsDraining => _draining.IsCancellationRequested;

    public static RpcException DrainError() => RpcErrors.Create(
        StatusCode.Unavailable, ErrorReasons.Draining, "The box is stopping; send the message again.", TimeSpan.FromSeconds(1),
        (RpcErrors.DeliveredKey, Delivered.Maybe));

    /// <summary>Serves one stream to its end.</summary>
    public async Task RunAsync(
        Session session, Open open, string user, IAsyncStreamReader<AttachRequest> requests, IServerStreamWriter<AttachResponse> responses,
        CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        try
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var stream = new Stream(session, responses, options, time, logger);
            Log.Attached(logger, open.Client, user, session.Name, open.LastSeq);
            var cursor = await stream.OpenAsync(open, epoch);
            var inputs = ReadInputsAsync(session, user, requests, ended.Token);
            try
            {
                await stream.ServeAsync(cursor, inputs, _draining.Token, cancellationToken);
            }
            catch (Exception e) when (e is not RpcException && !cancellationToken.IsCancellationRequested)
            {
                throw IsDraining ? DrainError() : Session.Unavailable(e);
            }
            finally
            {
                await ended.CancelAsync();
                await ((Task)inputs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            if (Interlocked.Decrement(ref _count) == 0 && IsDraining)
            {
                _drained.TrySetResult();
            }
        }
    }

    /// <summary>Tells all streams to come back later, and waits for them to end.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        Log.Draining(logger, _count);
        await _draining.CancelAsync();
        if (Volatile.Read(ref _count) > 0)
        {
            await _drained.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _draining.Dispose();

    /// <returns>The last run of the stream, when the client has said all it wants to.</returns>
    private static async Task<Run?> ReadInputsAsync(
        Session session, string user, IAsyncStreamReader<AttachRequest> requests, CancellationToken cancellationToken)
    {
        Run? last = null;
        while (await requests.MoveNext(cancellationToken))
        {
            var frame = requests.Current;
            switch (frame.FrameCase)
            {
                case AttachRequest.FrameOneofCase.Input:
                    last = await RelayService.SubmitAsync(session, frame.Input.ClientMsgId, frame.Input.Text, user);
                    break;
                case AttachRequest.FrameOneofCase.Cancel:
                    session.Cancel(frame.Cancel.Run);
                    break;
                case AttachRequest.FrameOneofCase.Ack:
                    break;
                default:
                    throw RelayService.Invalid("After 'open', a frame is 'input', 'ack' or 'cancel'.");
            }
        }

        return last;
    }

    /// <summary>The writing side of one stream.</summary>
    private sealed class Stream(
        Session session, IServerStreamWriter<AttachResponse> responses, RelayOptions options, TimeProvider time, ILogger logger)
    {
        private ulong _sent;

        public async Task<LogCursor> OpenAsync(Open open, long epoch)
        {
            var newest = session.Newest;
            await WriteAsync(new AttachResponse { Opened = new Opened { Session = session.Name, Epoch = (ulong)epoch, NextSeq = newest + 1 } });
            if (open.LastSeq > newest && !open.SkipHistory)
            {
                await WriteAsync(new AttachResponse { Reset = new Reset { Reason = $"The session ends at event {newest}." } });
            }

            _sent = open.SkipHistory || open.LastSeq > newest ? newest : open.LastSeq;
            return session.After(_sent);
        }

        /// <summary>Sends events as they come. Ends when the client has ended its side and has what it asked for, or the box drains.</summary>
        public async Task ServeAsync(LogCursor cursor, Task<Run?> inputs, CancellationToken draining, CancellationToken cancellationToken)
        {
            var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = draining.Register(drained.SetResult);
            using var pingStop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var ping = Task.Delay(options.PingInterval, time, pingStop.Token);
            var end = EndOf(inputs);
            while (!cancellationToken.IsCancellationRequested)
            {
                var events = cursor.Read(options.StreamEvents, options.StreamChars, merge: true);
                foreach (var next in events)
                {
                    _sent = next.Seq;
                    await WriteAsync(new AttachResponse { Event = next });
                }

                if (events.Count > 0)
                {
                    continue;
                }

                if (draining.IsCancellationRequested)
                {
                    await WriteAsync(new AttachResponse { GoAway = new GoAway { Reason = ErrorReasons.Draining, ReconnectAfterMs = Jitter() } });

                    // When both sides have ended the stream, nothing of it can be lost with the connection.
                    await ((Task)inputs).WaitAsync(s_goodbye, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
                }

                if (end.IsCompleted && await end <= cursor.Seq)
                {
                    break;
                }

                if (session.IsBroken)
                {
                    throw Session.Unavailable(new IOException("it is being opened again."));
                }

                var changed = session.ChangedAfter(cursor.Seq);
                await (end.IsCompleted ? Task.WhenAny(changed, ping, drained.Task) : Task.WhenAny(changed, ping, drained.Task, end));
                if (ping.IsCompletedSuccessfully)
                {
                    await WriteAsync(new AttachResponse { Ping = new Ping() });
                    ping = Task.Delay(options.PingInterval, time, pingStop.Token);
                }
            }

            await pingStop.CancelAsync();
        }

        /// <returns>The event after which a client that has said all is done.</returns>
        private async Task<ulong> EndOf(Task<Run?> inputs) => await inputs is { } last ? await last.Ended : session.Newest;

        private async Task WriteAsync(AttachResponse frame)
        {
            var written = responses.WriteAsync(frame);
            if (written.IsCompletedSuccessfully)
            {
                return;
            }

            try
            {
                await written.WaitAsync(options.StallTimeout, time);
            }
            catch (TimeoutException)
            {
                Log.ReaderStalled(logger, session.Name, options.StallTimeout.TotalSeconds, _sent);
                throw RpcErrors.Create(
                    StatusCode.ResourceExhausted, ErrorReasons.SlowReader, "Nothing was read for too long; attach again after the last event that came.");
            }
        }

        [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5394", Justification = "Spreads reconnects; nothing is guessed from it.")]
        private static uint Jitter() => (uint)Random.Shared.Next(ReconnectSpreadMs);
    }
}
