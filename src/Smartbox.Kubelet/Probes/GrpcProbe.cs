using System.Text;
using Grpc.Core;
using Grpc.Net.Client;

namespace Smartbox.Kubelet.Probes;

/// <summary>The call <c>grpc.health.v1.Health/Check</c>. Its two messages have one field each and are written by hand.</summary>
internal sealed class GrpcProbe : IDisposable
{
    private static readonly string[] s_states = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];

    private static readonly Method<string, byte[]> s_check = new(
        MethodType.Unary, "grpc.health.v1.Health", "Check", Marshallers.Create(WriteRequest, _ => ""), Marshallers.Create<byte[]>(m => m, m => m));

    private readonly SocketsHttpHandler _handler = new() { UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(45) };

    public async Task<ProbeOutcome> RunAsync(string host, int port, string? service, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress($"http://{host}:{port}", new GrpcChannelOptions { HttpHandler = _handler, DisposeHttpClient = false });
        try
        {
            var options = new CallOptions(cancellationToken: cancellationToken);
            var answer = await channel.CreateCallInvoker().AsyncUnaryCall(s_check, null, options, service ?? "").ResponseAsync.ConfigureAwait(false);
            var status = ReadStatus(answer);
            return status == 1
                ? ProbeOutcome.Success
                : ProbeOutcome.Failure($"service unhealthy (responded with \"{(status >= 0 && status < s_states.Length ? s_states[status] : status)}\")");
        }
        catch (RpcException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (RpcException e)
        {
            return ProbeOutcome.Failure($"error: rpc error: code = {e.StatusCode} desc = {e.Status.Detail}");
        }
    }

    public void Dispose() => _handler.Dispose();

    // HealthCheckRequest { string service = 1; }
    internal static byte[] WriteRequest(string service)
    {
        var name = Encoding.UTF8.GetBytes(service);
        if (name.Length == 0)
        {
            return [];
        }

        List<byte> message = [0x0A];
        var length = (uint)name.Length;
        for (; length > 127; length >>= 7)
        {
            message.Add((byte)(length | 128));
        }

        return [.. message, (byte)length, .. name];
    }

    // HealthCheckResponse { ServingStatus status = 1; }: the default 0 is left out.
    internal static int ReadStatus(byte[] message) => message is [0x08, var status, ..] ? status : 0;
}
