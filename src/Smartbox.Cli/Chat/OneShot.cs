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
        CliException? reason = null;
        while (true)
        {
            var attempt = await TryAsync(request, deadline, cancellationToken);
            if (attempt.Answer is not null)
            {
                return attempt.Answer;
            }

            // What went wrong until then says more than that the time is up.
            reason = attempt.IsTimeUp ? reason ?? attempt.Failure : attempt.Failure;
            var delay = backoff.Next();
            if (attempt.IsTimeUp || environment.Time.GetUtcNow() + delay >= deadline)
            {
                throw reason!;
            }

            await Task.Delay(delay, environment.Time, cancellationToken);
        }
    }

    // Returns what another try may heal; throws the rest.
    private async Task<Attempt> TryAsync(SendRequest request, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        try
        {
            var headers = await gateway.HeadersAsync(cancellationToken);
            return new Attempt((await gateway.Sessions.SendAsync(request, headers, deadline.UtcDateTime, cancellationToken)).Text, null, IsTimeUp: false);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (RpcException e)
        {
            var failure = gateway.Failure(e, box);
            var isTimeUp = e.StatusCode == StatusCode.DeadlineExceeded;
            var isPassing = failure.ExitCode == ExitCodes.Unavailable && (e.StatusCode == StatusCode.Unavailable || FailureOf.IsTransport(e));
            return isTimeUp || isPassing ? new Attempt(null, failure, isTimeUp) : throw failure;
        }
    }

    private readonly record struct Attempt(string? Answer, CliException? Failure, bool IsTimeUp);
}
