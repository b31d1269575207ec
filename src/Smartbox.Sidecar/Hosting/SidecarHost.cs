using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Smartbox.Protocol;
using Smartbox.Protocol.Assertions;

namespace Smartbox.Sidecar.Hosting;

/// <summary>Web host of the modes that listen: gRPC and probes over TLS with the box's certificate, calls checked by assertion.</summary>
internal static class SidecarHost
{
    /// <summary>Starts a builder; the mode adds its services, maps them on the built application and runs it with <see cref="StartAsync"/>.</summary>
    /// <param name="context">Context of the mode.</param>
    /// <param name="port">Port, unless the options override it.</param>
    /// <param name="issuer">Whose assertions are accepted: one of <see cref="AssertionIssuers"/>.</param>
    /// <param name="trustKey">File of the trust folder with that issuer's public keys.</param>
    /// <exception cref="SidecarException">The certificate cannot be read.</exception>
    public static WebApplicationBuilder CreateBuilder(SidecarContext context, int port, string issuer, string trustKey)
    {
        var options = context.Options;
        var certificate = ReadCertificate(options.KeysPath);

        // Not the slim builder: it watches appsettings.json, and a node has few inotify instances for all its boxes.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (options.ListenAddress is { } address)
            {
                kestrel.Listen(address, options.ListenPort ?? port, Secure);
            }
            else
            {
                kestrel.ListenAnyIP(options.ListenPort ?? port, Secure);
            }
        });
        builder.Services.AddSingleton(context.Loggers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(new AssertionInterceptor(
            new AssertionVerifier(issuer, options.Uid, options.Epoch, context.Time),
            new TrustedKeys(Path.Combine(options.TrustPath, trustKey), context.Time, context.Loggers.CreateLogger<TrustedKeys>()),
            context.Loggers.CreateLogger<AssertionInterceptor>()));
        builder.Services.AddHostedService(_ => new IdleMemory(context.Time));
        builder.Services.AddRouting();
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<AssertionInterceptor>());
        return builder;

        void Secure(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(certificate);
        }
    }

    /// <summary>Starts listening.</summary>
    /// <returns>The addresses, with the port that the system chose if it was to choose.</returns>
    public static async Task<IReadOnlyCollection<string>> StartAsync(this WebApplication application, ILogger logger, CancellationToken cancellationToken)
    {
        await ((IHost)application).StartAsync(cancellationToken);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Log.Listening(logger, string.Join(", ", addresses));
        return [.. addresses];
    }

    private static X509Certificate2 ReadCertificate(string folder)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(
                Path.Combine(folder, PodContract.CertificateKey), Path.Combine(folder, PodContract.PrivateKeyKey));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new SidecarException(
                TerminationReasons.InvalidConfiguration, $"The box's certificate cannot be read from {folder}: {e.Message}", e);
        }
    }

    /// <summary>Signals are the program's: a mode ends in its own order, not in the host's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
