using System.Net;
using Prometheus;
using Smartbox.Kubernetes.Hosting;
using Smartbox.Kubernetes;
using Smartbox.Kubernetes.Controllers;
using Smartbox.Operator.Installation;

namespace Smartbox.Operator.Hosting;

/// <summary>The operator as a process: controllers, and health and metrics on a port of their own.</summary>
internal static class OperatorProgram
{
    /// <summary>Name of the lease, and of who reports events.</summary>
    public const string Name = "smartbox-operator";

    private const int Usage = 64;

    /// <summary>Runs until it is asked to stop, or leadership is lost.</summary>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string, string?> environment, TextWriter output, TextWriter error)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            await output.WriteAsync(OptionTable.Help());
            return 0;
        }

        OperatorOptions options;
        try
        {
            options = OptionTable.Parse(args, environment);
        }
        catch (CommandLineException e)
        {
            await error.WriteLineAsync(e.Message);
            return Usage;
        }

        await using var application = Build(options);
        await application.RunAsync();
        return Environment.ExitCode;
    }

    /// <summary>Puts the process together without running it.</summary>
    public static WebApplication Build(OperatorOptions options)
    {
        // The runtime's own counters cost more CPU than the operator does at rest.
        Prometheus.Metrics.SuppressDefaultMetrics(new SuppressDefaultMetricOptions { SuppressEventCounters = true, SuppressMeters = true });
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = Name });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(options.ListenAddress), options.Port));
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        builder.Logging.SetMinimumLevel(options.LogLevel);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Grpc", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);

        builder.Services.AddSmartbox(options);
        builder.Services.AddHostedService<Installer>();
        builder.Services.AddKubernetesOperator(settings =>
        {
            settings.WithName(Name).Namespace = options.Namespace;
            settings.LeaderElection = options.LeaderElection;
            settings.Client.KubeconfigPath = options.Kubeconfig;
            settings.Client.UserAgent = $"{Name}/{options.Version}";
            if (options.WatchNamespace is { } ns)
            {
                settings.Client.WatchNamespaces.Add(ns);
            }
        }).AddSmartboxControllers(options);

        var application = builder.Build();
        application.MapGet("/healthz", (IOperatorHealth health) => Answer(health.IsAlive));
        application.MapGet("/readyz", (IOperatorHealth health) => Answer(health.IsSynced));
        application.MapMetrics();
        return application;
    }

    private static IResult Answer(bool isWell) => isWell ? Results.Text("ok") : Results.Text("not yet", statusCode: StatusCodes.Status503ServiceUnavailable);
}
