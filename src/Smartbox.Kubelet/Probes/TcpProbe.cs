using System.Net.Sockets;

namespace Smartbox.Kubelet.Probes;

/// <summary>A connection that is accepted.</summary>
internal static class TcpProbe
{
    public static async Task<ProbeOutcome> RunAsync(string host, int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            return ProbeOutcome.Success;
        }
        catch (SocketException e)
        {
            return ProbeOutcome.Failure($"dial tcp {host}:{port}: {e.Message}");
        }
    }
}
