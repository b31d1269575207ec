using Smartbox.Protocol;
using Smartbox.Protocol.Assertions;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Storage;

namespace Smartbox.Sidecar.Backup;

/// <summary>The native sidecar that keeps the bucket current, with its control endpoint.</summary>
internal static class BackupMode
{
    /// <summary>How long calls may take to hear their answer at the end.</summary>
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(SidecarContext context, CancellationToken stopping)
    {
        var options = BackupOptions.Read(context.Environment);
        var store = BoxStore.Open(context, options.StorePatience);
        await RunAsync(context, options, store, _ => { }, stopping);
    }

    /// <summary>The same with another store; <paramref name="listening"/> is told the address of the control endpoint.</summary>
    internal static async Task RunAsync(
        SidecarContext context, BackupOptions options, IBoxStore store, Action<string> listening, CancellationToken stopping)
    {
        var snapshotter = new Snapshotter(context.Options, store, context.Time, context.Loggers.CreateLogger<Snapshotter>());
        var state = new BackupState(context.Options.Epoch);
        var logger = context.Loggers.CreateLogger<BackupLoop>();
        var loop = new BackupLoop(options, snapshotter, state, context.Time, logger);

        var builder = SidecarHost.CreateBuilder(context, PodContract.ControlPort, AssertionIssuers.Operator, PodContract.OperatorTrustKey);
        builder.Services.AddSingleton(new BackupControlService(loop, state, snapshotter));
        await using var application = builder.Build();
        application.MapGrpcService<BackupControlService>();
        application.MapProbes(_ => ValueTask.FromResult<string?>(null));

        // Also a container that is stopped while it starts owes a last snapshot.
        listening((await application.StartAsync(logger, CancellationToken.None)).First());

        try
        {
            // The endpoint answers until the last snapshot is made: the operator waits for it there.
            await loop.RunAsync(stopping);
        }
        finally
        {
            using var drain = new CancellationTokenSource(s_drain, context.Time);
            await application.StopAsync(drain.Token);
        }
    }
}
