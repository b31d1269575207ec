using System.Threading.Channels;
using Grpc.Core;
using Smartbox.Cli.Gateway;
using Smartbox.Protocol.V1;

namespace Smartbox.Cli.Chat;

/// <summary>A session that outlives its connections: after each it resumes behind the last event it has seen, and sends again what was not taken.</summary>
internal sealed class Conversation(GatewayClient gateway, string box, string session, int history, IChatView view, CliEnvironment environment)
{
    private const int MaxQueued = 64;
    private const int HistoryPage = 1_000;

    private readonly Channel<AttachRequest> _outgoing = Channel.CreateBounded<AttachRequest>(MaxQueued);

    // Guards the inputs below: written by the terminal, read when a connection begins.
    private readonly Lock _lock = new();
    private readonly List<Input> _untaken = [];
    private readonly Backoff _backoff = new(environment.Random);
    private ulong _lastSeq;

    // Until the first Opened nothing is said: what happens before it is not part of what this client resumes.
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Says something. It is sent until the box has it.</summary>
    /// <param name="text">What.</param>
    /// <param name="begin">Told the run before anything is sent, so that no event of it comes too early.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task SayAsync(string text, Action<string> begin, CancellationToken cancellationToken)
    {
        var input = new Input { ClientMsgId = Guid.NewGuid().ToString("N"), Text = text };
        begin(input.ClientMsgId);
        lock (_lock)
        {
            _untaken.Add(input);
        }

        await _outgoing.Writer.WriteAsync(new AttachRequest { Input = input }, cancellationToken);
    }

    /// <summary>Asks to stop a run.</summary>
    public void Cancel(string run) => _outgoing.Writer.TryWrite(new AttachRequest { Cancel = new Cancel { Run = run } });

    /// <summary>Runs until cancelled, or until a failure that no reconnect heals.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (reason, wait) = await ConnectionAsync(cancellationToken);
            var delay = wait ?? _backoff.Next();
            view.Reconnecting(reason, delay);
            await Task.Delay(delay, environment.Time, cancellationToken);
        }
    }

    // One connection, from its first frame to its end. Returns why it ended and how long the other side wants us to wait.
    private async Task<(string Reason, TimeSpan? Wait)> ConnectionAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task sending = Task.CompletedTask;
        try
        {
            using var call = gateway.Sessions.Attach(await gateway.HeadersAsync(stop.Token), cancellationToken: stop.Token);
            await call.RequestStream.WriteAsync(new AttachRequest { Open = OpenFrame() }, stop.Token);
            sending = SendAsync(call.RequestStream, stop.Token);
            await foreach (var frame in call.ResponseStream.ReadAllAsync(stop.Token))
            {
                if (frame.FrameCase == AttachResponse.FrameOneofCase.GoAway)
                {
                    return (frame.GoAway.Reason, TimeSpan.FromMilliseconds(frame.GoAway.ReconnectAfterMs));
                }

                await TakeAsync(frame, stop.Token);
            }

            return ("the gateway ended the stream", null);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            var failure = gateway.Failure(e, box);
            return IsPassing(e, failure) ? (failure.Message, null) : throw failure;
        }
        catch (RpcException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await sending;
        }
    }

    private Open OpenFrame() => new()
    {
        Box = box,
        Session = session,
        LastSeq = _lastSeq,
        Client = $"smartbox/{CliApp.Version}",
        // At first from now on: what was before is read as history.
        SkipHistory = !_opened.Task.IsCompleted,
    };

    private async Task SendAsync(IClientStreamWriter<AttachRequest> stream, CancellationToken cancellationToken)
    {
        try
        {
            await _opened.Task.WaitAsync(cancellationToken);
            List<Input> again;
            lock (_lock)
            {
                again = [.. _untaken];
            }

            // Sent again, or for the first time and then once more from the queue: the box takes each id once.
            foreach (var input in again)
            {
                await stream.WriteAsync(new AttachRequest { Input = input }, cancellationToken);
            }

            await foreach (var frame in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                await stream.WriteAsync(frame, cancellationToken);
            }
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or InvalidOperationException or IOException)
        {
            // The connection is over; the reading side knows why.
        }
    }

    private async Task TakeAsync(AttachResponse frame, CancellationToken cancellationToken)
    {
        switch (frame.FrameCase)
        {
            case AttachResponse.FrameOneofCase.Opened:
                await OpenedAsync(frame.Opened, cancellationToken);
                break;
            case AttachResponse.FrameOneofCase.State:
                view.State(frame.State);
                break;
            case AttachResponse.FrameOneofCase.Event:
                Take(frame.Event, isPast: false);
                break;
            case AttachResponse.FrameOneofCase.Reset:
                await foreach (var missed in HistoryAsync(_lastSeq, cancellationToken))
                {
                    Take(missed, isPast: false);
                }

                break;
        }
    }

    private async Task OpenedAsync(Opened opened, CancellationToken cancellationToken)
    {
        _backoff.Reset();
        view.Connected();
        if (_opened.Task.IsCompleted)
        {
            return;
        }

        var last = new Queue<Event>();
        if (history > 0 && opened.NextSeq > 1)
        {
            await foreach (var past in HistoryAsync(0, cancellationToken))
            {
                if (past.Seq < opened.NextSeq)
                {
                    last.Enqueue(past);
                    if (last.Count > history)
                    {
                        last.Dequeue();
                    }
                }
            }
        }

        foreach (var past in last)
        {
            view.Event(past, isPast: true);
        }

        _lastSeq = opened.NextSeq == 0 ? 0 : opened.NextSeq - 1;
        _opened.SetResult();
    }

    private void Take(Event next, bool isPast)
    {
        if (next.Seq != 0 && next.Seq <= _lastSeq)
        {
            return;
        }

        _lastSeq = next.Seq == 0 ? _lastSeq : next.Seq;
        lock (_lock)
        {
            // Anything of a run says that the box has its input.
            _untaken.RemoveAll(input => input.ClientMsgId == next.Run);
        }

        view.Event(next, isPast);
    }

    private async IAsyncEnumerable<Event> HistoryAsync(
        ulong afterSeq, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await gateway.Sessions.HistoryAsync(
                new HistoryRequest { Box = box, Session = session, AfterSeq = afterSeq, Limit = HistoryPage },
                await gateway.HeadersAsync(cancellationToken), cancellationToken: cancellationToken);
            foreach (var past in page.Events)
            {
                yield return past;
            }

            if (page.NextAfterSeq <= afterSeq)
            {
                yield break;
            }

            afterSeq = page.NextAfterSeq;
        }
    }

    // A slow reader, a moved box and a dying gateway all end a stream that goes on elsewhere.
    private static bool IsPassing(RpcException e, CliException failure) =>
        FailureOf.IsTransport(e)
            ? failure.ExitCode == ExitCodes.Unavailable
            : e.StatusCode is StatusCode.Unavailable or StatusCode.Aborted or StatusCode.ResourceExhausted or StatusCode.Internal or StatusCode.Cancelled;
}
