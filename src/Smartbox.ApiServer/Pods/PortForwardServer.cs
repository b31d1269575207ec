using System.Globalization;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests;

namespace Smartbox.ApiServer.Pods;

/// <summary>Serves <c>pods/portforward</c> by WebSocket.</summary>
internal sealed class PortForwardServer(PodAccess pods, CancellationToken stopping)
{
    public const string Subprotocol = "v4.channel.k8s.io";

    // Each port has two channels, and a channel is one byte.
    private const int MostPorts = 127;

    public async Task ServeAsync(ApiRequest request)
    {
        var sockets = request.Http.WebSockets;
        if (!sockets.IsWebSocketRequest || !sockets.WebSocketRequestedProtocols.Contains(Subprotocol))
        {
            throw ApiErrors.Unsupported($"Ports are forwarded by WebSocket of the subprotocol {Subprotocol} only. The pod's ports are open on its address on this machine.");
        }

        var pod = pods.Get(request);
        var backend = pods.BackendOf(pod);
        var ports = ReadPorts(request);
        using var socket = await sockets.AcceptWebSocketAsync(Subprotocol);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, stopping);
        try
        {
            using var session = new PortForwardSession(socket, ports, (port, token) => backend.ConnectAsync(request.Namespace, request.Name, port, token));
            await session.RunAsync(ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client went, or the server ends.
        }
    }

    private static IReadOnlyList<int> ReadPorts(ApiRequest request)
    {
        // Both forms are in use: ports=1&ports=2 and ports=1,2.
        var texts = request.Query["ports"].SelectMany(text => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (texts.Count is 0 or > MostPorts)
        {
            throw ApiErrors.BadRequest(texts.Count == 0 ? "query parameter \"ports\" is required" : "too many ports");
        }

        return [.. texts.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? port
            : throw ApiErrors.BadRequest($"unable to parse \"{text}\" as a port"))];
    }
}
