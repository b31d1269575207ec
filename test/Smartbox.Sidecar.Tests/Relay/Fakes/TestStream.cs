using Grpc.Core;
using Smartbox.Protocol.V1;

namespace Smartbox.Sidecar.Tests.Relay.Fakes;

/// <summary>The client's side of an attached stream.</summary>
internal sealed class TestStream(AsyncDuplexStreamingCall<AttachRequest, AttachResponse> call) : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(20);

    public ulong LastSeq { get; private set; }

    /// <summary>Everything that was received, in order.</summary>
    public List<AttachResponse> Frames { get; } = [];

    public IEnumerable<Event> Events => Frames.Where(frame => frame.FrameCase == AttachResponse.FrameOneofCase.Event).Select(frame => frame.Event);

    public async Task<Opened> OpenAsync(Open open)
    {
        await call.RequestStream.WriteAsync(new AttachRequest { Open = open });
        return (await UntilAsync(frame => frame.FrameCase == AttachResponse.FrameOneofCase.Opened)).Opened;
    }

    public Task InputAsync(string id, string text) =>
        call.RequestStream.WriteAsync(new AttachRequest { Input = new Input { ClientMsgId = id, Text = text } });

    public Task CancelAsync(string run) => call.RequestStream.WriteAsync(new AttachRequest { Cancel = new Cancel { Run = run } });

    public Task WriteAsync(AttachRequest frame) => call.RequestStream.WriteAsync(frame);

    public Task CompleteAsync() => call.RequestStream.CompleteAsync();

    public async Task<Event> UntilEventAsync(Event.Types.Kind kind, string? run = null) =>
        (await UntilAsync(frame => frame.Event?.Kind == kind && (run is null || frame.Event.Run == run))).Event;

    public async Task<AttachResponse> UntilAsync(Func<AttachResponse, bool> wanted)
    {
        while (await NextAsync() is { } frame)
        {
            if (wanted(frame))
            {
                return frame;
            }
        }

        throw new InvalidOperationException("The stream ended before that frame.");
    }

    /// <summary>Reads to the end.</summary>
    public async Task EndAsync()
    {
        while (await NextAsync() is not null)
        {
        }
    }

    public async Task<AttachResponse?> NextAsync()
    {
        if (!await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(s_deadline))
        {
            return null;
        }

        var frame = call.ResponseStream.Current;
        Frames.Add(frame);
        LastSeq = frame.Event?.Seq ?? LastSeq;
        return frame;
    }

    public void Dispose() => call.Dispose();
}
