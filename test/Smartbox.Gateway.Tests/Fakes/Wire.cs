using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Smartbox.Gateway.Tests.Fakes;

/// <summary>The network between gateway and pod, which a test can cut, and make swallow what the pod says.</summary>
internal sealed class Wire : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private IPEndPoint? _target;

    public Wire()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public bool SwallowsAnswers { get; set; }

    public int Connections;

    public void ConnectTo(string address) => _target = IPEndPoint.Parse(new Uri(address).Authority);

    /// <summary>Nobody is there.</summary>
    public void Disconnect() => _target = null;

    /// <summary>Resets all connections that there are.</summary>
    public void Cut()
    {
        while (_sockets.TryTake(out var socket))
        {
            Reset(socket);
        }
    }

    public void Dispose()
    {
        _listener.Stop();
        Cut();
        _listener.Dispose();
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was closed before.
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                Interlocked.Increment(ref Connections);
                _ = CarryAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        _sockets.Add(client);
        if (_target is not { } target)
        {
            Reset(client);
            return;
        }

        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(server);
        try
        {
            await server.ConnectAsync(target);
            await Task.WhenAny(CopyAsync(client, server, () => false), CopyAsync(server, client, () => SwallowsAnswers));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }

        client.Close();
        server.Close();
    }

    private static async Task CopyAsync(Socket from, Socket to, Func<bool> swallows)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer) is var read and > 0)
        {
            if (!swallows())
            {
                await to.SendAsync(buffer.AsMemory(0, read));
            }
        }
    }
}
