using Smartbox.Protocol;
using Smartbox.Protocol.Assertions;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Relay.Agents;
using Smartbox.Sidecar.Relay.Sessions;

namespace Smartbox.Sidecar.Relay;

/// <summary>The native sidecar that takes the user's sessions to the agent.</summary>
internal static class RelayMode
{
    private const string SessionsFolder = "sessions";

    public static Task RunAsync(SidecarContext context, CancellationToken stopping) =>
        RunAsync(context, new RelayOptions(), _ => { }, stopping);

    /// <summary>The same; <paramref name="listening"/> is told the address.</summary>
    internal static async Task RunAsync(SidecarContext context, RelayOptions options, Action<string> listening, CancellationToken stopping)
    {
        // Runs go on while streams are told to leave, and are left as they are after that.
        using var ending = new CancellationTokenSource();
        using var agent = new AgentConnection(context.Options.AgentEndpoint, options, context.Time, context.Loggers.CreateLogger<AgentConnection>());
        using var streams = new RelayStreams(context.Options.Epoch, options, context.Time, context.Loggers.CreateLogger<RelayStreams>());
        using var sessions = new SessionRegistry(
            Path.Combine(context.Options.RelayPath, SessionsFolder),
            new RunExecutor(agent, options, context.Time, context.Loggers.CreateLogger<RunExecutor>()),
            options, context.Time, context.Loggers.CreateLogger<SessionRegistry>(), ending.Token);

        var builder = SidecarHost.CreateBuilder(context, PodContract.RelayPort, AssertionIssuers.Gateway, PodContract.GatewayTrustKey);

        // A reader that takes nothing loses its own stream (RelayStreams), not the gateway's connection that others share.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MinResponseDataRate = null);
        builder.Services.AddSingleton(new RelayService(sessions, streams, options, context.Time));
        await using var application = builder.Build();
        application.MapGrpcService<RelayService>();
        application.MapProbes(agent.WhyNotReadyAsync);

        sessions.OpenAll();
        var notices = new NoticePump(agent, sessions, options, context.Time, context.Loggers.CreateLogger<NoticePump>()).RunAsync(stopping);
        listening((await application.StartAsync(context.Loggers.CreateLogger(typeof(RelayMode).FullName!), stopping)).First());
        await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        using var deadline = new CancellationTokenSource(options.DrainTimeout, context.Time);
        await streams.DrainAsync(deadline.Token);
        await ending.CancelAsync();
        await Task.WhenAll(notices, sessions.WhenIdleAsync()).WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await application.StopAsync(deadline.Token);
    }
}
