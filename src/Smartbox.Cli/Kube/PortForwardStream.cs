using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;

namespace Smartbox.Cli.Kube;

/// <summary>One connection to a port of a pod, through the API server: a WebSocket of the subprotocol <c>v4.channel.k8s.io</c>.</summary>
/// <remarks>
/// Every message begins with a channel: 0 is the connection's data, 1 the kubelet's error text. The first message of each channel holds the port's number.
/// There is no half-close: an ended side ends the whole. (KubernetesClient's <c>StreamDemuxer</c> speaks the same protocol, but its streams block a thread
/// for each read and write, which HTTP/2 connections do not survive.)
/// </remarks>
/// <param name="socket">The open socket.</param>
/// <param name="port">Port of the pod.</param>
/// <param name="onRefused">Told when the kubelet could not connect: HTTP's own exceptions do not always carry the reason on.</param>
internal sealed class PortForwardStream(WebSocket socket, int port, Action<CliException> onRefused) : Stream
{
    public const string Subprotocol = "v4.channel.k8s.io";

    private const byte DataChannel = 0;
    private const byte ErrorChannel = 1;
    private const int PortBytes = 2;

    // Larger writes are split, so that one message fits the buffers on its way.
    private const int MaxMessage = 16 * 1024;

    private static readonly TimeSpan s_closeTimeout = TimeSpan.FromSeconds(1);

    private readonly byte[] _received = new byte[MaxMessage];
    private readonly byte[] _sending = new byte[MaxMessage + 1];
    private readonly int[] _portBytesLeft = [PortBytes, PortBytes];
    private readonly StringBuilder _error = new();
    private readonly List<byte> _portSeen = [];
    private ReadOnlyMemory<byte> _rest;
    private int _channel = -1;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_rest.IsEmpty)
        {
            if (!await ReceiveAsync(cancellationToken))
            {
                return 0;
            }
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, MaxMessage);
            _sending[0] = DataChannel;
            buffer[..count].CopyTo(_sending.AsMemory(1));
            try
            {
                await socket.SendAsync(_sending.AsMemory(0, count + 1), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            }
            catch (Exception e) when (e is WebSocketException or ObjectDisposedException)
            {
                throw new IOException("The port-forward was closed.", e);
            }

            buffer = buffer[count..];
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous reads.");

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous writes.");

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            using var limit = new CancellationTokenSource(s_closeTimeout);
            try
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
            {
                // The other side was quicker; disposing of the socket frees what is left.
            }
        }

        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            socket.Dispose();
        }

        base.Dispose(disposing);
    }

    // Takes in one frame; false at the end. A frame may be a part of a message: only its first one names the channel.
    private async Task<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        ValueWebSocketReceiveResult result;
        try
        {
            result = await socket.ReceiveAsync(_received.AsMemory(), cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException)
        {
            throw new IOException("The port-forward was cut off.", e);
        }

        if (result.MessageType == WebSocketMessageType.Close)
        {
            return _error.Length == 0 ? false : throw Refused();
        }

        ReadOnlyMemory<byte> data = _received.AsMemory(0, result.Count);
        if (_channel < 0 && !data.IsEmpty)
        {
            _channel = data.Span[0];
            data = data[1..];
        }

        Take(data);
        if (result.EndOfMessage)
        {
            _channel = -1;
        }

        return true;
    }

    private IOException Refused()
    {
        var message = $"Port {port} of the gateway's pod cannot be reached through the API server: {_error.ToString().Trim().TrimEnd('.')}.";
        var failure = new CliException(ExitCodes.Unavailable, message);
        onRefused(failure);
        return new IOException(message, failure);
    }

    private void Take(ReadOnlyMemory<byte> data)
    {
        if (_channel is not (DataChannel or ErrorChannel))
        {
            return;
        }

        var skip = Math.Min(_portBytesLeft[_channel], data.Length);
        if (_channel == DataChannel)
        {
            CheckPort(data[..skip].Span);
        }

        _portBytesLeft[_channel] -= skip;
        data = data[skip..];
        if (_channel == DataChannel)
        {
            _rest = data;
        }
        else
        {
            _error.Append(Encoding.UTF8.GetString(data.Span));
        }
    }

    private void CheckPort(ReadOnlySpan<byte> bytes)
    {
        _portSeen.AddRange(bytes);
        if (bytes.Length > 0 && _portSeen.Count == PortBytes && BinaryPrimitives.ReadUInt16LittleEndian([.. _portSeen]) != port)
        {
            throw new IOException("The API server forwards another port than it was asked for.");
        }
    }
}
