using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Smartbox.ApiServer;

namespace Smartbox.Benchmarks.ApiServer;

/// <summary>An API server in a process of its own, so that its CPU time is told from its clients'.</summary>
internal sealed class ServerProcess : IDisposable
{
    public const string Command = "api-server-process";

    private readonly string _folder;
    private readonly Process _process;
    private readonly Uri _endpoint;

    private ServerProcess(string folder, Process process, Uri endpoint) => (_folder, _process, _endpoint) = (folder, process, endpoint);

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The process: it serves until its input ends.</summary>
    public static async Task<int> ServeAsync(string folder)
    {
        await using var server = await EmbeddedApiServer.StartAsync(new ApiServerOptions { Folder = folder }, NullLoggerFactory.Instance, default);
        Console.WriteLine(server.Endpoint);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public static async Task<ServerProcess> StartAsync(string folder)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Command, folder]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var endpoint = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
        return new ServerProcess(folder, process, new Uri(endpoint));
    }

    /// <summary>A client with a connection of its own, over HTTP/2.</summary>
    public HttpClient Connect()
    {
        var certificates = Path.Combine(_folder, "certificates");
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            SslOptions =
            {
                ClientCertificates = [X509Certificate2.CreateFromPemFile(Path.Combine(certificates, "client.crt"), Path.Combine(certificates, "client.key"))],
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(Path.Combine(certificates, "ca.crt")) },
                },
            },
        };
        return new HttpClient(handler)
        {
            BaseAddress = _endpoint,
            DefaultRequestVersion = new Version(2, 0),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
