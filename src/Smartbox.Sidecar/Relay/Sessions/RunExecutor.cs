using System.Text;
using Grpc.Core;
using Smartbox.Protocol.Agent.V1;
using Smartbox.Protocol.Relay.V1;
using Smartbox.Protocol.V1;
using Smartbox.Sidecar.Relay.Agents;
using Smartbox.Sidecar.Relay.EventLog;

namespace Smartbox.Sidecar.Relay.Sessions;

/// <summary>Has the agent answer one input, across deaths of the agent, and logs what it says.</summary>
internal sealed class RunExecutor(AgentConnection agent, RelayOptions options, TimeProvider time, ILogger<RunExecutor> logger)
{
    /// <summary>Longest piece of an answer in one event.</summary>
    private const int MaxDeltaChars = 32 * 1024;

    /// <summary>Characters that may wait for the disk before the agent has to.</summary>
    private const int MaxPendingChars = 128 * 1024;

    /// <returns>Number of the event that ends the run.</returns>
    /// <exception cref="OperationCanceledException">The relay stops: the run is left as it is.</exception>
    public async Task<ulong> RunAsync(string session, SessionLog log, Run run, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(options.MaxRunTime, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, run.Cancellation.Token, timeout.Token);
        try
        {
            return await TryAsync(session, log, run, stop.Token);
        }
        catch (Exception e) when (stop.IsCancellationRequested && e is OperationCanceledException or RpcException)
        {
            stopping.ThrowIfCancellationRequested();
            return run.Cancellation.IsCancellationRequested
                ? await EndAsync(log, run, Event.Types.Kind.Error, "The answer was cancelled.", RunCodes.Cancelled)
                : await FailAsync(session, log, run, RunCodes.TooLate, $"The agent took longer than {options.MaxRunTime}.");
        }
    }

    private async Task<ulong> TryAsync(string session, SessionLog log, Run run, CancellationToken cancellationToken)
    {
        if (run.IsInterrupted)
        {
            Log.RunRestarted(logger, session, run.Id, 1, "The relay was restarted.");
            await log.AppendAsync(Record(run, Event.Types.Kind.Restarted));
        }

        var request = new RunRequest { Session = session, Run = run.Id, User = run.User, Text = run.Text };
        for (var deaths = 0; ;)
        {
            string reason;
            bool begun;
            try
            {
                return await StreamAsync(session, log, run, request, cancellationToken);
            }
            catch (RpcException e) when (IsDeath(e) && !cancellationToken.IsCancellationRequested)
            {
                reason = e.Status.Detail;
                begun = e.Status.DebugException is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
            }
            catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
            {
                return await FailAsync(session, log, run, e.StatusCode.ToString(), e.Status.Detail);
            }

            if (begun && ++deaths >= options.RunTries)
            {
                return await FailAsync(session, log, run, RunCodes.AgentDied, $"The agent died {deaths} times while it answered.");
            }

            if (!await agent.WaitReadyAsync(options.AgentPatience, cancellationToken))
            {
                return await FailAsync(session, log, run, RunCodes.AgentUnavailable, $"The agent was not ready for {options.AgentPatience}.");
            }

            if (begun)
            {
                Log.RunRestarted(logger, session, run.Id, deaths + 1, reason);
                await log.AppendAsync(Record(run, Event.Types.Kind.Restarted));
            }
        }
    }

    private async Task<ulong> StreamAsync(string session, SessionLog log, Run run, RunRequest request, CancellationToken cancellationToken)
    {
        using var call = agent.Client.Run(request, cancellationToken: cancellationToken);
        var bytes = 0L;
        await foreach (var frame in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            var text = frame.FrameCase == RunResponse.FrameOneofCase.Final ? frame.Final : frame.Delta;
            bytes += Encoding.UTF8.GetByteCount(text);
            if (frame.FrameCase == RunResponse.FrameOneofCase.Final)
            {
                return Encoding.UTF8.GetByteCount(text) > options.MaxAnswerBytes
                    ? await TooLongAsync()
                    : await EndAsync(log, run, Event.Types.Kind.Final, text);
            }

            if (bytes > options.MaxAnswerBytes)
            {
                return await TooLongAsync();
            }

            await AppendDeltaAsync(log, run, text);
        }

        throw new RpcException(new Status(StatusCode.Unavailable, "The agent ended the answer without a last word."));

        Task<ulong> TooLongAsync() =>
            FailAsync(session, log, run, RunCodes.AnswerTooLong, $"The answer is longer than {options.MaxAnswerBytes} bytes.");
    }

    private static async Task AppendDeltaAsync(SessionLog log, Run run, string text)
    {
        while (text.Length > 0)
        {
            var length = Math.Min(text.Length, MaxDeltaChars);
            if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
            {
                length--;
            }

            var record = Record(run, Event.Types.Kind.Delta);
            record.Event.Text = text[..length];
            text = text[length..];
            var written = log.AppendAsync(record);
            if (log.PendingChars > MaxPendingChars || written.IsFaulted)
            {
                await written;
            }
        }
    }

    private async Task<ulong> FailAsync(string session, SessionLog log, Run run, string code, string message)
    {
        Log.RunFailed(logger, session, run.Id, code, message);
        return await EndAsync(log, run, Event.Types.Kind.Error, message, code);
    }

    private static async Task<ulong> EndAsync(SessionLog log, Run run, Event.Types.Kind kind, string text, string code = "")
    {
        var record = Record(run, kind);
        record.Event.Text = text;
        record.Event.Code = code;
        await log.AppendAsync(record);
        return record.Event.Seq;
    }

    private static LogRecord Record(Run run, Event.Types.Kind kind) => new() { Event = new Event { Run = run.Id, Kind = kind } };

    /// <summary>What a connection gives when its other end dies, as against an answer of the agent.</summary>
    private static bool IsDeath(RpcException error) =>
        error.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled;
}
