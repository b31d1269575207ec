using System.Threading.Channels;
using Grpc.Core;
using Smartbox.Protocol.V1;

namespace Smartbox.Cli.Tests;

/// <summary>The event log of one session, with resume, and connections that a test can cut.</summary>
internal sealed class FakeSession
{
    private readonly Lock _lock = new();
    private readonly List<Event> _log = [];
    private readonly List<Channel<AttachResponse>> _connections = [];

    /// <summary>All frames that clients sent.</summary>
    public Channel<AttachRequest> Received { get; } = Channel.CreateUnbounded<AttachRequest>();

    /// <summary>What happens to an input that is new; by default it is answered.</summary>
    public Action<FakeSession, Input> OnInput { get; set; } = (session, input) =>
    {
        session.Add(input.ClientMsgId, Event.Types.Kind.Delta, "You ");
        session.Add(input.ClientMsgId, Event.Types.Kind.Delta, "spoke.");
        session.Add(input.ClientMsgId, Event.Types.Kind.Final, "You spoke.");
    };

    /// <summary>Says of an input that it never arrived; its connection is cut.</summary>
    public Func<Input, bool> IsLost { get; set; } = _ => false;

    /// <summary>Refuses every attach.</summary>
    public Status? Refusal { get; set; }

    public void Add(string run, Event.Types.Kind kind, string text)
    {
        lock (_lock)
        {
            SendLocked(new AttachResponse { Event = AddLocked(run, kind, text) });
        }
    }

    /// <summary>Adds an event that no connection gets.</summary>
    public void AddSilently(string run, Event.Types.Kind kind, string text)
    {
        lock (_lock)
        {
            AddLocked(run, kind, text);
        }
    }

    public void Send(AttachResponse frame)
    {
        lock (_lock)
        {
            SendLocked(frame);
        }
    }

    /// <summary>Cuts every connection, as a dying gateway would.</summary>
    public void DropAll()
    {
        lock (_lock)
        {
            foreach (var connection in _connections)
            {
                connection.Writer.TryComplete(new RpcException(new Status(StatusCode.Unavailable, "the gateway is gone")));
            }

            _connections.Clear();
        }
    }

    public HistoryResponse History(HistoryRequest request)
    {
        lock (_lock)
        {
            var page = _log.Where(past => past.Seq > request.AfterSeq && past.Kind != Event.Types.Kind.Delta).Take(2).ToList();
            return new HistoryResponse { Events = { page }, NextAfterSeq = page.Count == 2 ? page[^1].Seq : 0 };
        }
    }

    public async Task AttachAsync(IAsyncStreamReader<AttachRequest> requests, IServerStreamWriter<AttachResponse> responses, CancellationToken stop)
    {
        if (Refusal is { } refusal)
        {
            throw new RpcException(refusal);
        }

        await requests.MoveNext(stop);
        var open = requests.Current.Open;
        Received.Writer.TryWrite(requests.Current);
        var connection = Channel.CreateUnbounded<AttachResponse>();
        lock (_lock)
        {
            connection.Writer.TryWrite(new AttachResponse { Opened = new Opened { Session = open.Session, Epoch = 1, NextSeq = (ulong)_log.Count + 1 } });
            foreach (var missed in _log.Where(past => !open.SkipHistory && past.Seq > open.LastSeq))
            {
                connection.Writer.TryWrite(new AttachResponse { Event = missed });
            }

            _connections.Add(connection);
        }

        var reading = ReadAsync(requests, stop);
        await foreach (var frame in connection.Reader.ReadAllAsync(stop))
        {
            await responses.WriteAsync(frame, stop);
        }

        await reading;
    }

    private async Task ReadAsync(IAsyncStreamReader<AttachRequest> requests, CancellationToken stop)
    {
        try
        {
            while (await requests.MoveNext(stop))
            {
                Received.Writer.TryWrite(requests.Current);
                if (requests.Current.FrameCase != AttachRequest.FrameOneofCase.Input)
                {
                    continue;
                }

                if (IsLost(requests.Current.Input))
                {
                    DropAll();
                    return;
                }

                if (IsNew(requests.Current.Input))
                {
                    Add(requests.Current.Input.ClientMsgId, Event.Types.Kind.Input, requests.Current.Input.Text);
                    OnInput(this, requests.Current.Input);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client has left.
        }
    }

    private bool IsNew(Input input)
    {
        lock (_lock)
        {
            return _log.TrueForAll(past => past.Run != input.ClientMsgId);
        }
    }

    private Event AddLocked(string run, Event.Types.Kind kind, string text)
    {
        var next = new Event { Seq = (ulong)_log.Count + 1, Run = run, Kind = kind, Text = text };
        _log.Add(next);
        return next;
    }

    private void SendLocked(AttachResponse frame)
    {
        foreach (var connection in _connections)
        {
            connection.Writer.TryWrite(frame);
        }
    }
}
