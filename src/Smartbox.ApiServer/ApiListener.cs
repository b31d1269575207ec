using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Smartbox.ApiServer.Requests;
using Smartbox.ApiServer.Security;

namespace Smartbox.ApiServer;

/// <summary>Kestrel on 127.0.0.1 with TLS.</summary>
internal sealed class ApiListener : IAsyncDisposable
{
    // One connection carries all the watches of a program.
    private const int StreamsPerConnection = 1000;

    private static readonly TimeSpan s_lastAnswers = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;

    private ApiListener(WebApplication app)
    {
        _app = app;
        Endpoint = new Uri(app.Urls.First());
    }

    public Uri Endpoint { get; }

    public static async Task<ApiListener> OpenAsync(
        ApiServerOptions options, Certificates certificates, RequestDelegate serve, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton<ILoggerFactory>(new HostLoggers(loggers));
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_lastAnswers);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestLimits.BodyBytes;
            kestrel.Limits.MaxConcurrentConnections = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;

            // A watch may be read slowly; the log of changes bounds what that costs.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => Secure(listen, certificates, options.Clock));
        });
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(serve);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new ApiListener(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Secure(ListenOptions listen, Certificates certificates, TimeProvider clock)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = certificates.Server,
            // Who shows none, or a wrong one, is told so by an answer, as kube-apiserver does; a failed handshake says nothing.
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,
            ClientCertificateValidation = (_, _, _) => true,
        });
        var identification = new ClientIdentification(certificates.Authority, clock);
        listen.Use(identification.Wrap);
    }
}
