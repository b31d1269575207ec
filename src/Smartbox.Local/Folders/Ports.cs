using System.Net;
using System.Net.Sockets;

namespace Smartbox.Local.Folders;

/// <summary>Finds ports of this machine.</summary>
internal static class Ports
{
    /// <summary>The one asked for; otherwise the one of the last time if it is free; otherwise a free one.</summary>
    /// <exception cref="LocalException">The one asked for is taken.</exception>
    public static int Choose(int asked, int last, string what) =>
        asked != 0 ? IsFree(asked) ? asked : throw new LocalException($"Port {asked} for the {what} is taken. Choose another one, or none.")
        : last != 0 && IsFree(last) ? last
        : Free();

    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
