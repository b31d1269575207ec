using Grpc.Core;
using Smartbox.Protocol.Agent.V1;
using Smartbox.Protocol.Sessions;
using Smartbox.Sidecar.Relay.Sessions;

namespace Smartbox.Sidecar.Relay.Agents;

/// <summary>Takes what the agent says unasked, keeps it in its session, and only then acknowledges it.</summary>
internal sealed class NoticePump(AgentConnection agent, SessionRegistry sessions, RelayOptions options, TimeProvider time, ILogger<NoticePump> logger)
{
    private static readonly TimeSpan s_betweenStreams = TimeSpan.FromSeconds(1);

    /// <summary>Runs until the token ends.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await agent.WaitReadyAsync(options.AgentPatience, stopping);
                await ReadAsync(stopping);
                Log.NoticesEnded(logger, "The agent closed it.");
            }
            catch (RpcException e) when (!stopping.IsCancellationRequested)
            {
                // Its end is what an agent's restart looks like from here.
                Log.NoticesEnded(logger, e.Status.Detail);
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(s_betweenStreams, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(CancellationToken stopping)
    {
        using var call = agent.Client.Notices(new NoticesRequest(), cancellationToken: stopping);
        await foreach (var notice in call.ResponseStream.ReadAllAsync(stopping))
        {
            var name = SessionLimits.IsSession(notice.Session) ? notice.Session : SessionLimits.DefaultSession;
            try
            {
                await sessions.Get(name).KeepNoticeAsync(notice.Id, notice.Text);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException or RpcException)
            {
                // Not acknowledged: the agent says it again on the next stream.
                Log.NoticeNotKept(logger, name, e);
                return;
            }

            await agent.Client.AckNoticeAsync(new AckNoticeRequest { Id = notice.Id }, cancellationToken: stopping);
        }
    }
}
