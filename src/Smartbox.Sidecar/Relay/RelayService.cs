using System.Text;
using Grpc.Core;
using Smartbox.Protocol.Errors;
using Smartbox.Protocol.Sessions;
using Smartbox.Protocol.V1;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Relay.Sessions;

namespace Smartbox.Sidecar.Relay;

/// <summary>The sessions of this box, for the gateway.</summary>
internal sealed class RelayService(SessionRegistry sessions, RelayStreams streams, RelayOptions options, TimeProvider time) : SessionService.SessionServiceBase
{
    public override async Task Attach(
        IAsyncStreamReader<AttachRequest> requestStream, IServerStreamWriter<AttachResponse> responseStream, ServerCallContext context)
    {
        var open = await ReadOpenAsync(requestStream, context.CancellationToken);
        var session = sessions.Get(open.Session);
        var user = AssertionInterceptor.AssertionOf(context).Subject;
        await streams.RunAsync(session, open, user, requestStream, responseStream, context.CancellationToken);
    }

    public override async Task<SendResponse> Send(SendRequest request, ServerCallContext context)
    {
        var session = sessions.Get(request.Session);
        var run = await SubmitAsync(session, request.ClientMsgId, request.Text, AssertionInterceptor.AssertionOf(context).Subject);
        ulong seq;
        try
        {
            seq = await run.Ended.WaitAsync(context.CancellationToken);
        }
        catch (Exception e) when (!context.CancellationToken.IsCancellationRequested)
        {
            throw streams.IsDraining ? RelayStreams.DrainError() : Session.Unavailable(e);
        }

        var end = session.EventAt(seq);
        return end.Kind == Event.Types.Kind.Final
            ? new SendResponse { Session = session.Name, Run = run.Id, Text = end.Text, Seq = seq }
            : throw RpcErrors.Create(StatusCode.Aborted, end.Code, end.Text);
    }

    public override Task<HistoryResponse> History(HistoryRequest request, ServerCallContext context)
    {
        if (request.Limit > SessionLimits.MaxHistoryPage)
        {
            throw Invalid($"limit is 1 to {SessionLimits.MaxHistoryPage}.");
        }

        var response = new HistoryResponse();
        if (sessions.Find(request.Session) is { } session)
        {
            var limit = request.Limit == 0 ? SessionLimits.DefaultHistoryPage : (int)request.Limit;
            var cursor = session.After(request.AfterSeq);
            response.Events.AddRange(cursor.Read(
                limit, options.StreamChars, merge: false, request.IncludeDeltas ? null : static read => read.Kind != Event.Types.Kind.Delta));
            response.NextAfterSeq = cursor.Seq < session.Newest ? cursor.Seq : 0;
        }

        return Task.FromResult(response);
    }

    /// <summary>Checks an input and gives it to the session.</summary>
    internal static Task<Run> SubmitAsync(Session session, string id, string text, string user)
    {
        if (!SessionLimits.IsMessageId(id))
        {
            throw Invalid($"client_msg_id is 1 to {SessionLimits.MaxMessageIdLength} printable ASCII characters without spaces.");
        }

        return Encoding.UTF8.GetByteCount(text) is > 0 and <= SessionLimits.MaxTextBytes
            ? session.SubmitAsync(id, text, user)
            : throw Invalid($"text is 1 byte to {SessionLimits.MaxTextBytes / 1024} KiB.");
    }

    internal static RpcException Invalid(string message) => RpcErrors.Create(StatusCode.InvalidArgument, ErrorReasons.InvalidRequest, message);

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

        throw Invalid("The first frame must be 'open'.");
    }
}
