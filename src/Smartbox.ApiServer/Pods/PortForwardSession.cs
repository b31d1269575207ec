using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;

namespace Smartbox.ApiServer.Pods;

/// <summary>One WebSocket with the ports of a pod on its channels: 2n is the data of the n-th port, 2n+1 its errors.</summary>
/// <remarks>Each channel begins with the port's number, little endian. Nothing is closed by half: the end of one port ends the socket.</remarks>
internal sealed class PortForwardSession(WebSocket socket, IReadOnlyList<int> ports, Func<int, CancellationToken, Task<Stream>> connect) : IDisposable
{
    private const int BufferBytes = 16 * 1024;

    // A socket takes one message at a time.
    private readonly SemaphoreSlim _sending = new(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var streams = new List<Stream>();
        try
        {
            for (var i = 0; i < ports.Count; i++)
            {
                await GreetAsync(i, cancellationToken);
            }

            for (var i = 0; i < ports.Count; i++)
            {
                try
                {
                    streams.Add(await connect(ports[i], cancellationToken));
                }
                catch (IOException e)
                {
                    await RefuseAsync(i, e, cancellationToken);
                    return;
                }
            }

            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            List<Task> pumps = [SendToPodAsync(streams, over.Token), .. streams.Select((stream, i) => SendToClientAsync(stream, i, over.Token))];
            await Task.WhenAny(pumps);
            await over.CancelAsync();
            await SettleAsync(pumps);
            await CloseAsync(cancellationToken);
        }
        finally
        {
            foreach (var stream in streams)
            {
                await stream.DisposeAsync();
            }
        }
    }

    public void Dispose() => _sending.Dispose();

    private async Task GreetAsync(int index, CancellationToken cancellationToken)
    {
        var greeting = new byte[3];
        BinaryPrimitives.WriteUInt16LittleEndian(greeting.AsSpan(1), (ushort)ports[index]);
        foreach (var channel in (int[])[2 * index, (2 * index) + 1])
        {
            greeting[0] = (byte)channel;
            await SendAsync(greeting, cancellationToken);
        }
    }

    private async Task RefuseAsync(int index, IOException error, CancellationToken cancellationToken)
    {
        byte[] message = [(byte)((2 * index) + 1), .. Encoding.UTF8.GetBytes($"an error occurred forwarding {ports[index]}: {error.Message}")];
        await SendAsync(message, cancellationToken);
        await CloseAsync(cancellationToken);
    }

    private async Task SendToClientAsync(Stream stream, int index, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes + 1];
        buffer[0] = (byte)(2 * index);
        while (await stream.ReadAsync(buffer.AsMemory(1), cancellationToken) is > 0 and var count)
        {
            await SendAsync(buffer.AsMemory(0, count + 1), cancellationToken);
        }
    }

    private async Task SendToPodAsync(List<Stream> streams, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        var channel = -1;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            // Only the first frame of a message names the channel.
            var data = buffer.AsMemory(0, part.Count);
            if (channel < 0 && !data.IsEmpty)
            {
                channel = data.Span[0];
                data = data[1..];
            }

            if (channel % 2 == 0 && channel / 2 < streams.Count && !data.IsEmpty)
            {
                await streams[channel / 2].WriteAsync(data, cancellationToken);
                await streams[channel / 2].FlushAsync(cancellationToken);
            }

            if (part.EndOfMessage)
            {
                channel = -1;
            }
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    private static async Task SettleAsync(List<Task> pumps)
    {
        try
        {
            await Task.WhenAll(pumps);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or WebSocketException or ObjectDisposedException)
        {
            // One side broke off: the other is told by the close.
        }
    }

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or IOException)
        {
            // The client was quicker.
        }
    }
}
