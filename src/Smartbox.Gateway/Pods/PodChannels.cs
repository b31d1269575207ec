using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Smartbox.Gateway.Hosting;
using Smartbox.Gateway.Routing;
using Smartbox.Protocol.Assertions;

namespace Smartbox.Gateway.Pods;

/// <summary>One HTTP/2 connection to each pod in use. It goes to the pod's address and nowhere else, and only to the certificate that the pod is known by.</summary>
internal sealed class PodChannels(GatewayOptions options) : IDisposable
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<PodTarget, Lazy<GrpcChannel>> _channels = new();

    public GrpcChannel Get(PodTarget pod) => _channels.GetOrAdd(pod, key => new Lazy<GrpcChannel>(() => Create(key))).Value;

    /// <summary>Closes the connections to pods that are gone.</summary>
    public void Retain(FrozenSet<string> podUids)
    {
        foreach (var pod in _channels.Keys)
        {
            if (!podUids.Contains(pod.Uid) && _channels.TryRemove(pod, out var channel) && channel.IsValueCreated)
            {
                channel.Value.Dispose();
            }
        }
    }

    public void Dispose() => Retain(FrozenSet<string>.Empty);

    private GrpcChannel Create(PodTarget pod)
    {
        var endpoint = new IPEndPoint(pod.Address, options.RelayPort);
        return GrpcChannel.ForAddress($"https://{endpoint}", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                ActivityHeadersPropagator = null,
                EnableMultipleHttp2Connections = true,
                ConnectTimeout = s_connectTimeout,
                PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
                KeepAlivePingDelay = TimeSpan.FromSeconds(30),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,

                // One's own callback also turns off the channel's backoff between dials: a pod is met as soon as it listens.
                ConnectCallback = (_, cancellationToken) => ConnectAsync(endpoint, cancellationToken),
                SslOptions = { RemoteCertificateValidationCallback = (_, presented, _, _) => IsPinned(pod.Pin, presented) },
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = 4 * 1024 * 1024,
        });
    }

    private static bool IsPinned(string pin, X509Certificate? presented)
    {
        var matches = CertificatePin.Matches(pin, presented as X509Certificate2);
        if (!matches)
        {
            GatewayMetrics.PinMismatches.Inc();
        }

        return matches;
    }

    private static async ValueTask<Stream> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
