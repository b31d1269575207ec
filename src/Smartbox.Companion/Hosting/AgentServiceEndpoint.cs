using Grpc.Core;
using Microsoft.Data.Sqlite;
using Smartbox.Companion.Conversation;
using Smartbox.Companion.Models;
using Smartbox.Companion.Reminders;
using Smartbox.Protocol.Agent.V1;

namespace Smartbox.Companion.Hosting;

/// <summary>The agent's protocol, for the relay of the same pod.</summary>
/// <remarks>
/// A model that does not answer is never <c>UNAVAILABLE</c>: to the relay that means that the agent itself is gone. It is <c>ABORTED</c> (try again),
/// <c>DEADLINE_EXCEEDED</c>, <c>RESOURCE_EXHAUSTED</c> or <c>FAILED_PRECONDITION</c> (the configuration is wrong), with a sentence for the user.
/// </remarks>
internal sealed class AgentServiceEndpoint(
    TurnRunner turns, NoticeFeed notices, ReminderBook reminders, CompanionModel model, IHostApplicationLifetime lifetime,
    TimeProvider time, ILogger<AgentServiceEndpoint> logger) : AgentService.AgentServiceBase
{
    public override async Task Run(RunRequest request, IServerStreamWriter<RunResponse> responseStream, ServerCallContext context)
    {
        if (request.Session.Length == 0 || request.Run.Length == 0 || request.Text.Length == 0)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "session, run and text must not be empty"));
        }

        using var stop = StopWith(context);
        var started = time.GetTimestamp();
        try
        {
            await foreach (var part in turns.RunAsync(request.Session, request.Run, request.User, request.Text, stop.Token))
            {
                await responseStream.WriteAsync(part.IsWhole ? new RunResponse { Final = part.Text } : new RunResponse { Delta = part.Text }, stop.Token);
            }

            Log.Answered(logger, request.Session, request.Run, time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (ModelException e)
        {
            Log.ModelFailed(logger, request.Session, request.Run, e.Failure, e.InnerException?.GetType().Name);
            throw new RpcException(new Status(StatusOf(e.Failure), e.Message));
        }
        catch (CompanionException e)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, e.Message));
        }
        catch (SqliteException e)
        {
            Log.StateFailed(logger, request.Session, request.Run, e);
            throw new RpcException(new Status(StatusCode.Aborted, "The companion could not read or write its memory. Is its volume full? Try again."));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw Stopped(request.Session, request.Run);
        }
    }

    public override async Task Notices(NoticesRequest request, IServerStreamWriter<Notice> responseStream, ServerCallContext context)
    {
        using var stop = StopWith(context);
        try
        {
            await foreach (var reminder in notices.ReadAsync(stop.Token))
            {
                Log.ReminderSent(logger, reminder.Id, reminder.Session);
                await responseStream.WriteAsync(
                    new Notice { Id = reminder.Id, Session = reminder.Session, Text = $"Reminder: {reminder.Text}" }, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "the companion is stopping"));
        }
    }

    public override Task<AckNoticeResponse> AckNotice(AckNoticeRequest request, ServerCallContext context)
    {
        reminders.Acknowledge(request.Id);
        return Task.FromResult(new AckNoticeResponse());
    }

    public override Task<ReadyResponse> Ready(ReadyRequest request, ServerCallContext context) =>
        Task.FromResult(new ReadyResponse { Model = model.Name });

    private RpcException Stopped(string session, string run)
    {
        Log.Interrupted(logger, session, run);
        return lifetime.ApplicationStopping.IsCancellationRequested
            ? new RpcException(new Status(StatusCode.Unavailable, "the companion is stopping; the run can be sent again"))
            : new RpcException(new Status(StatusCode.Cancelled, "cancelled by the caller"));
    }

    private CancellationTokenSource StopWith(ServerCallContext context) =>
        CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);

    private static StatusCode StatusOf(ModelFailure failure) => failure switch
    {
        ModelFailure.TimedOut => StatusCode.DeadlineExceeded,
        ModelFailure.Limited => StatusCode.ResourceExhausted,
        ModelFailure.Refused => StatusCode.FailedPrecondition,
        _ => StatusCode.Aborted,
    };
}
