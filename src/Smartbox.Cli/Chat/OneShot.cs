using Grpc.Core;
using Smartbox.Cli.Gateway;
using Smartbox.Protocol.V1;

namespace Smartbox.Cli.Chat;

/// <summary>Sends single messages. A message keeps its id over all tries, so the box answers it once, however often it is sent.</summary>
internal sealed class OneShot(GatewayClient gateway, string box, string session, TimeSpan timeout, CliEnvironment environment)
{
    /// <returns>The answer.</returns>
    /// <exception cref="CliException">There was none in time, or there will be none.</exception>
    public async Task<string> SendAsync(string text, CancellationToken cancellationToken)
    {
        var request = new SendRequest { Box = box, Session = session, ClientMsgId = Guid.NewGuid().ToString("N"), Text = text };
        var deadline = environment.Time.GetUtcNow() + timeout;
        var backoff = new Backoff(environment.Random);
        while (true)
        {
            CliException failure;
            try
            {
                var headers = await gateway.HeadersAsync(cancellationToken);
                return (await gateway.Sessions.SendAsync(request, headers, deadline.UtcDateTime, cancellationToken)).Text;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
            catch (RpcException e)
            {
                failure = FailureOf.Call(e, box);
                if (!IsPassing(e, failure))
                {
                    throw failure;
                }
            }

            var delay = backoff.Next();
            if (environment.Time.GetUtcNow() + delay >= deadline)
            {
                throw failure;
            }

            await Task.Delay(delay, environment.Time, cancellationToken);
        }
    }

    // A gateway that is not there yet arrives as whatever status the transport chose; the program's own exception knows better.
    private static bool IsPassing(RpcException e, CliException failure) =>
        e.StatusCode == StatusCode.Unavailable ? failure.ExitCode == ExitCodes.Unavailable
        : FailureOf.Find(e) is { ExitCode: ExitCodes.Unavailable };
}
