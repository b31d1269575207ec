using System.Runtime.InteropServices;
using Smartbox.Kubernetes.Hosting;

namespace Smartbox.Gateway.Hosting;

/// <summary>Runs the gateway until the process is asked to stop.</summary>
internal static class GatewayProgram
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int Usage = 64;

    /// <summary>How long the web server may take to end when all has been drained.</summary>
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(5);

    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string, string?> environment, TimeProvider time, TextWriter output, TextWriter error)
    {
        if (args.Contains("--help"))
        {
            await output.WriteAsync(OptionTable.Help());
            return Success;
        }

        GatewayOptions options;
        try
        {
            options = OptionTable.Parse(args, environment);
        }
        catch (CommandLineException e)
        {
            await error.WriteLineAsync(e.Message);
            return Usage;
        }

        using var stopping = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var loggers = LoggerFactory.Create(logging => GatewayHost.ConfigureLogging(logging, options.LogLevel));
        var logger = loggers.CreateLogger(typeof(GatewayProgram).FullName!);
        try
        {
            await using var application = GatewayHost.Build(options, time, services => KubernetesAccess.Add(services, options));
            await RunAsync(application, time, logger, stopping.Token);
            return Success;
        }
        catch (Exception e)
        {
            // The last stop: a port in use, no way to the API server. Kubernetes starts the container again.
            Log.NotStarted(logger, e.Message);
            return Failure;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    private static async Task RunAsync(WebApplication application, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        await ((IHost)application).StartAsync(stopping);
        Log.Listening(logger, GatewayHost.Addresses(application).Grpc);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await application.Services.GetRequiredService<Drain>().RunAsync(CancellationToken.None);
        using var deadline = new CancellationTokenSource(s_stopTimeout, time);
        await application.StopAsync(deadline.Token);
    }
}
