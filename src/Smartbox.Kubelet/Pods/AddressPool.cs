using System.Net;
using System.Net.Sockets;

namespace Smartbox.Kubelet.Pods;

/// <summary>Gives each pod an address of its own.</summary>
internal sealed class AddressPool(AddressRange range)
{
    private const int Attempts = 256;

    // Guards both fields: an address belongs to one pod.
    private readonly Lock _lock = new();
    private readonly HashSet<IPAddress> _taken = [];
    private int _next = 1;

    /// <summary>Takes an address whose <paramref name="ports"/> nobody listens on.</summary>
    /// <exception cref="KubeletException">There is none; the message says what stands in the way.</exception>
    public IPAddress Take(IReadOnlyCollection<int> ports)
    {
        string? obstacle = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var address = Reserve();
            if (address is null)
            {
                break;
            }

            obstacle = Obstacle(address, ports);
            if (obstacle is null)
            {
                return address;
            }

            Release(address);
        }

        throw new KubeletException($"There is no free loopback address for the pod: {obstacle ?? "all of the range are in use"}.");
    }

    public void Release(IPAddress address)
    {
        lock (_lock)
        {
            _taken.Remove(address);
        }
    }

    private IPAddress? Reserve()
    {
        lock (_lock)
        {
            // The first and the last address of a range look like a network and its broadcast; some programs refuse them.
            for (var i = 0; i < range.Size - 2; i++)
            {
                var address = range[_next];
                _next = _next >= range.Size - 2 ? 1 : _next + 1;
                if (_taken.Add(address))
                {
                    return address;
                }
            }

            return null;
        }
    }

    private static string? Obstacle(IPAddress address, IReadOnlyCollection<int> ports)
    {
        foreach (var port in ports.DefaultIfEmpty(0))
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(address, port));
            }
            catch (SocketException e)
            {
                return $"{address}:{port}: {e.Message}";
            }
        }

        return null;
    }
}
