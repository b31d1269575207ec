using Grpc.Core;
using Smartbox.Gateway.Hosting;
using Smartbox.Protocol.Errors;
using Smartbox.Protocol.V1;

namespace Smartbox.Gateway.Sessions;

/// <summary>Writes to a client, one frame at a time, and gives up on one who takes nothing.</summary>
internal sealed class BoundedWriter(IServerStreamWriter<AttachResponse> stream, GatewayOptions options, TimeProvider time)
{
    public async ValueTask WriteAsync(AttachResponse frame)
    {
        var written = stream.WriteAsync(frame);
        if (written.IsCompletedSuccessfully)
        {
            return;
        }

        try
        {
            await written.WaitAsync(options.StallTimeout, time);
        }
        catch (TimeoutException)
        {
            throw RpcErrors.Create(
                StatusCode.ResourceExhausted, ErrorReasons.SlowReader, "Nothing was read for too long; attach again after the last event that came.");
        }
    }
}
