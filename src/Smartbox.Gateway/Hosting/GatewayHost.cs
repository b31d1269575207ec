using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Prometheus;
using Smartbox.Gateway.Authentication;
using Smartbox.Gateway.Boxes;
using Smartbox.Gateway.Pods;
using Smartbox.Gateway.Routing;
using Smartbox.Gateway.Sessions;
using Smartbox.Kubernetes;

namespace Smartbox.Gateway.Hosting;

/// <summary>The gateway as a web host: gRPC on one port, health and metrics on another.</summary>
internal static class GatewayHost
{
    private const int MaxMessageBytes = 512 * 1024;

    /// <summary>Makes the host.</summary>
    /// <param name="options">Options.</param>
    /// <param name="time">Clock.</param>
    /// <param name="addKubernetes">Adds <see cref="IKubernetesClient"/>, and cache and events of boxes and pods.</param>
    public static WebApplication Build(GatewayOptions options, TimeProvider time, Action<IServiceCollection> addKubernetes)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging(logging => ConfigureLogging(logging, options.LogLevel));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, options));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(time);
        addKubernetes(builder.Services);
        AddServices(builder.Services, options);

        var application = builder.Build();
        application.UseRouting();
        application.MapGrpcService<SessionProxy>();
        application.MapGrpcService<BoxServiceEndpoint>();
        application.MapGrpcHealthChecksService();
        application.MapGrpcReflectionService();
        MapInternal(application);
        return application;
    }

    /// <returns>Addresses of gRPC and of health.</returns>
    public static (string Grpc, string Health) Addresses(WebApplication application)
    {
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        return (addresses[0], addresses[1]);
    }

    public static void ConfigureLogging(ILoggingBuilder logging, LogLevel level)
    {
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Grpc", LogLevel.Warning);

        // It says every 30 s that the gateway is not ready; /readyz says it to those who ask.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        logging.AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });
    }

    private static void AddServices(IServiceCollection services, GatewayOptions options)
    {
        services.AddRouting();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxMessageBytes;
            grpc.MaxSendMessageSize = null;
        });
        services.AddGrpc().AddServiceOptions<SessionProxy>(service => service.Interceptors.Add<AuthenticationInterceptor>())
            .AddServiceOptions<BoxServiceEndpoint>(service => service.Interceptors.Add<AuthenticationInterceptor>());
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks().AddCheck<Readiness>("ready");

        services.AddSingleton<Drain>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<PodChannels>();
        services.AddSingleton<HeldCalls>();
        services.AddSingleton<BoxResolver>();
        services.AddSingleton<PodConnector>();
        services.AddSingleton<TokenValidator>();
        services.AddSingleton<AuthenticationInterceptor>();
        services.AddSingleton<SessionProxy>();
        services.AddSingleton<BoxServiceEndpoint>();
        AddHosted(services, provider => ActivatorUtilities.CreateInstance<RouteFeed>(provider));
        AddHosted(services, provider => new Refreshed<IssuerKeys>(
            "keys of the tokens' issuer",
            KeyLoaders.Issuer(options, provider.GetRequiredService<IKubernetesClient>(), new HttpClient { Timeout = TimeSpan.FromSeconds(10) }),
            (one, other) => one.IsSameAs(other),
            KeyLoaders.IssuerInterval(options),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(KeyLoaders).FullName!)));
        AddHosted(services, provider => new Refreshed<GatewayKey>(
            "key of the gateway",
            token => KeyLoaders.GatewayAsync(
                options.Namespace, provider.GetRequiredService<IKubernetesClient>(), provider.GetRequiredService<TimeProvider>(), token),
            (one, other) => one.KeyId == other.KeyId,
            TimeSpan.FromMinutes(5),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(KeyLoaders).FullName!)));
    }

    private static void AddHosted<T>(IServiceCollection services, Func<IServiceProvider, T> create)
        where T : class, IHostedService
    {
        services.AddSingleton(create);
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }

    private static void Listen(KestrelServerOptions kestrel, GatewayOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1024;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        kestrel.Limits.Http2.InitialStreamWindowSize = 256 * 1024;

        // A client that takes nothing loses its own stream (BoundedWriter), not the connection that others share.
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(options.ListenAddress, options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (options.TlsCertificate is { } certificate)
            {
                listen.UseHttps(X509Certificate2.CreateFromPemFile(certificate, options.TlsKey!));
            }
        });
        kestrel.Listen(options.ListenAddress, options.HealthPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                connection.Features.Set(new InternalConnection());
                return next(connection);
            });
        });
    }

    /// <summary>Health and metrics are there for those who come by their port only.</summary>
    private static void MapInternal(WebApplication application)
    {
        Map("/healthz", (context, _) => context.Response.WriteAsync("ok", context.RequestAborted));
        Map("/readyz", (context, services) =>
        {
            var reason = services.GetRequiredService<Readiness>().WhyNot();
            context.Response.StatusCode = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync(reason ?? "ok", context.RequestAborted);
        });
        Map("/metrics", (context, _) =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            return Metrics.DefaultRegistry.CollectAndExportAsTextAsync(context.Response.Body, context.RequestAborted);
        });

        void Map(string path, Func<HttpContext, IServiceProvider, Task> answer) => application.MapGet(path, context =>
        {
            if (context.Features.Get<InternalConnection>() is not null)
            {
                return answer(context, application.Services);
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    /// <summary>Marks connections to the port of health.</summary>
    private sealed record InternalConnection;

    /// <summary>Signals are the program's: it drains first.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
