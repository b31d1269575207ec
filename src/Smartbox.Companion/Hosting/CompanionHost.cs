using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Smartbox.Companion.Configuration;
using Smartbox.Companion.Conversation;
using Smartbox.Companion.Memory;
using Smartbox.Companion.Models;
using Smartbox.Companion.Reminders;
using Smartbox.Companion.State;

namespace Smartbox.Companion.Hosting;

/// <summary>Wires the companion together.</summary>
internal static class CompanionHost
{
    // The kubelet's patience is longer, but nobody waits for a companion: interrupted runs are run again.
    private static readonly TimeSpan s_shutdownTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>Builds the program. The database is open and the service listens once it is started.</summary>
    /// <exception cref="CompanionException">The options are wrong or the database cannot be opened.</exception>
    public static WebApplication Build(CompanionOptions options, TimeProvider time, CompanionModel? model = null)
    {
        if (options.Errors() is { Count: > 0 } errors)
        {
            throw new CompanionException(string.Join(' ', errors));
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        AddLogging(builder.Logging);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Parse(options.ListenAddress), options.ListenPort, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_shutdownTimeout);
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(time);
        // Made here, not when first asked for: a companion that cannot read its memory must not start.
        var database = CompanionDatabase.Open(options.StatePath);
        builder.Services.AddSingleton(_ => database);
        builder.Services.AddSingleton(_ => model ?? ModelFactory.Create(options));
        builder.Services.AddSingleton(new BoxConfig(options.ConfigPath));
        builder.Services.AddSingleton<ConversationLog>();
        builder.Services.AddSingleton<FactBook>();
        builder.Services.AddSingleton<ReminderBook>();
        builder.Services.AddSingleton<NoticeFeed>();
        builder.Services.AddSingleton<TurnRunner>();
        builder.Services.AddSingleton<AgentServiceEndpoint>();

        var app = builder.Build();
        // Resolved so that the container disposes of it: the last connection closed leaves no WAL behind.
        app.Services.GetRequiredService<CompanionDatabase>();
        app.UseRouting();
        app.MapGrpcService<AgentServiceEndpoint>();
        app.Lifetime.ApplicationStarted.Register(() => Log.Ready(Logger(app), Endpoint(app), app.Services.GetRequiredService<CompanionModel>().Name));
        app.Lifetime.ApplicationStopped.Register(() => Log.Stopped(Logger(app)));
        return app;
    }

    /// <summary>Runs until SIGTERM; returns the exit code.</summary>
    public static async Task<int> RunAsync(Func<string, string?> variable)
    {
        try
        {
            await using var app = Build(CompanionOptions.Read(variable), TimeProvider.System);
            await app.RunAsync();
            return 0;
        }
        catch (Exception e) when (e is CompanionException or IOException)
        {
            // IOException: the port is taken.
            using var logging = LoggerFactory.Create(AddLogging);
            Log.CannotStart(logging.CreateLogger("Smartbox.Companion"), e.Message);
            return 1;
        }
    }

    /// <summary>Where the started program listens, <c>http://address:port</c>.</summary>
    public static string Endpoint(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private static void AddLogging(ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Grpc", LogLevel.Error)
        .AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });

    private static ILogger Logger(WebApplication app) => app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Smartbox.Companion");
}
