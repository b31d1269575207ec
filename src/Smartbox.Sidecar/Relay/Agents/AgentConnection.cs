using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Smartbox.Protocol.Agent.V1;

namespace Smartbox.Sidecar.Relay.Agents;

/// <summary>The agent of the pod, on loopback.</summary>
internal sealed class AgentConnection : IDisposable
{
    private static readonly TimeSpan s_readyDeadline = TimeSpan.FromMilliseconds(900);

    private readonly RelayOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly GrpcChannel _channel;

    /// <summary>Guards the question that runs, which all who ask share.</summary>
    private readonly Lock _lock = new();
    private Task<string?> _answer = Task.FromResult<string?>(null);
    private long? _askedAt;
    private bool? _wasReady;

    public AgentConnection(Uri endpoint, RelayOptions options, TimeProvider time, ILogger<AgentConnection> logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _channel = GrpcChannel.ForAddress(endpoint, new GrpcChannelOptions
        {
            // A callback of one's own also turns off the channel's backoff between dials: the agent is met as soon as it listens.
            HttpHandler = new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                ConnectCallback = ConnectAsync,
                KeepAlivePingDelay = TimeSpan.FromSeconds(30),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
                EnableMultipleHttp2Connections = true,
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = 4 * 1024 * 1024,
        });
        Client = new AgentService.AgentServiceClient(_channel);
    }

    public AgentService.AgentServiceClient Client { get; }

    /// <summary>Asks whether the agent can run messages; an answer holds for <see cref="RelayOptions.ReadinessAge"/>.</summary>
    /// <returns>Null when it can, otherwise a sentence.</returns>
    public async ValueTask<string?> WhyNotReadyAsync(CancellationToken cancellationToken)
    {
        Task<string?> answer;
        lock (_lock)
        {
            if (_askedAt is null || (_answer.IsCompleted && _time.GetElapsedTime(_askedAt.Value) >= _options.ReadinessAge))
            {
                _askedAt = _time.GetTimestamp();
                _answer = AskAsync();
            }

            answer = _answer;
        }

        return await answer.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until the agent can run messages.</summary>
    /// <returns>False when it could not within the time.</returns>
    public async Task<bool> WaitReadyAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        for (var delay = _options.AgentPoll; await AskAsync() is not null; delay = Min(delay * 2, _options.AgentPollMax))
        {
            if (_time.GetElapsedTime(started) + delay > patience)
            {
                return false;
            }

            await Task.Delay(delay, _time, cancellationToken);
        }

        return true;
    }

    public void Dispose() => _channel.Dispose();

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<string?> AskAsync()
    {
        string? reason = null;
        var model = "";
        using var deadline = new CancellationTokenSource(s_readyDeadline, _time);
        try
        {
            model = (await Client.ReadyAsync(new ReadyRequest(), cancellationToken: deadline.Token)).Model;
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or ObjectDisposedException)
        {
            reason = deadline.IsCancellationRequested
                ? "The agent did not answer in time."
                : $"The agent answered: {(e as RpcException)?.Status.Detail ?? e.Message}";
        }

        lock (_lock)
        {
            if (_wasReady == (reason is null))
            {
                return reason;
            }

            _wasReady = reason is null;
        }

        if (reason is null)
        {
            Log.AgentReady(_logger, model);
        }
        else
        {
            Log.AgentNotReady(_logger, reason);
        }

        return reason;
    }
}
