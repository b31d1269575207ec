using Grpc.Core;
using Grpc.Net.Client;
using Smartbox.Cli.Kube;
using Smartbox.Cli.Tokens;
using Smartbox.Protocol.V1;

namespace Smartbox.Cli.Gateway;

/// <summary>A channel to the gateway and the caller's token.</summary>
internal sealed class GatewayClient : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly ITokenSource _tokens;
    private readonly PortForwarder? _forwarder;

    private GatewayClient(GrpcChannel channel, ITokenSource tokens, PortForwarder? forwarder)
    {
        _channel = channel;
        _tokens = tokens;
        _forwarder = forwarder;
        Sessions = new SessionService.SessionServiceClient(channel);
        Boxes = new BoxService.BoxServiceClient(channel);
    }

    public SessionService.SessionServiceClient Sessions { get; }

    public BoxService.BoxServiceClient Boxes { get; }

    public static GatewayClient Open(GatewaySettings settings, CliEnvironment environment, KubeAccess? cluster, ITokenSource tokens)
    {
        var url = settings.Gateway ?? environment.Variable("SMARTBOX_GATEWAY");
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            EnableMultipleHttp2Connections = true,
        };
        PortForwarder? forwarder = null;
        if (!string.IsNullOrEmpty(url))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                throw new CliException(ExitCodes.Usage, $"The gateway's URL '{url}' must begin with http:// or https://.");
            }
        }
        else if (cluster is not null)
        {
            // The API server carries the connection (TLS, authenticated), so the name means nothing and no TLS is needed inside it.
            url = "http://smartbox-gateway";
            forwarder = new PortForwarder(cluster, settings.SystemNamespace);
            handler.ConnectCallback = forwarder.ConnectAsync;
            handler.UseProxy = false;
        }
        else
        {
            throw new CliException(ExitCodes.Usage, "No way to a gateway: give --gateway, SMARTBOX_GATEWAY or a kubeconfig.");
        }

        return new GatewayClient(
            GrpcChannel.ForAddress(url, new GrpcChannelOptions
            {
                HttpHandler = handler,
                DisposeHttpClient = true,
                // Reconnecting is the caller's decision, made visible; a second backoff below it would only make it slower.
                InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
                MaxReconnectBackoff = TimeSpan.FromSeconds(1),
            }),
            tokens, forwarder);
    }

    /// <summary>Metadata of a call: the caller's token.</summary>
    public async Task<Metadata> HeadersAsync(CancellationToken cancellationToken) =>
        new() { { "authorization", "Bearer " + await _tokens.GetAsync(cancellationToken) } };

    /// <summary>Says what a failed call means.</summary>
    /// <param name="e">The failure.</param>
    /// <param name="box">"namespace/name", or null for calls that are about no box.</param>
    public CliException Failure(RpcException e, string? box) => FailureOf.Call(e, box, _forwarder?.Refusal);

    public void Dispose() => _channel.Dispose();
}
