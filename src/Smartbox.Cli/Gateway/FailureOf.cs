using Grpc.Core;

namespace Smartbox.Cli.Gateway;

/// <summary>Says what a failed call of the gateway means.</summary>
internal static class FailureOf
{
    /// <param name="e">The failure.</param>
    /// <param name="box">"namespace/name", or null for calls that are about no box.</param>
    /// <param name="refusal">What a port-forward has said last.</param>
    public static CliException Call(RpcException e, string? box, CliException? refusal)
    {
        // What went wrong below the call (no gateway pod, no permission to port-forward) says more than the call's own status.
        if (Find(e) is { } cause)
        {
            return cause;
        }

        if (IsTransport(e))
        {
            return refusal ?? new CliException(ExitCodes.Unavailable, $"The gateway cannot be reached: {e.Status.Detail.TrimEnd('.')}.", e);
        }

        var (ns, name) = box?.Split('/') is [var a, var b] ? (a, b) : ("", "");
        var detail = e.Status.Detail.TrimEnd('.');
        return e.StatusCode switch
        {
            StatusCode.Unauthenticated => new(ExitCodes.NotAllowed, $"The gateway does not accept your token ({detail}). Get a new one: `smartbox token`, or --token-file.", e),
            StatusCode.PermissionDenied => new(ExitCodes.NotAllowed, $"You may not do this with box {name} in namespace {ns}: {detail}.", e),
            StatusCode.NotFound when box is not null => new(ExitCodes.NotFound, $"No box {name} in namespace {ns} that you may use. `smartbox get` lists yours.", e),
            StatusCode.NotFound => new(ExitCodes.NotFound, $"The gateway found nothing: {detail}.", e),
            StatusCode.FailedPrecondition => new(ExitCodes.Failure, $"Box {name} in namespace {ns} cannot answer: {detail}.", e),
            StatusCode.Aborted when box is not null => new(ExitCodes.Failure, $"Box {name} in namespace {ns} did not answer: {detail}.", e),
            StatusCode.ResourceExhausted => new(ExitCodes.Unavailable, $"Too much at once: {detail}. Try again later.", e),
            StatusCode.DeadlineExceeded => new(ExitCodes.Unavailable, $"Box {name} in namespace {ns} did not answer in time. See `smartbox get {name} -n {ns}`, or raise --timeout.", e),
            StatusCode.Unavailable => new(ExitCodes.Unavailable, $"{(box is null ? "The gateway" : $"Box {name} in namespace {ns}")} is not available: {detail}.", e),
            StatusCode.InvalidArgument => new(ExitCodes.Usage, $"The gateway refuses the request: {detail}.", e),
            _ => new(ExitCodes.Failure, $"The gateway answered {e.StatusCode}: {detail}.", e),
        };
    }

    /// <summary>The connection failed, not the call: no server has said this status.</summary>
    public static bool IsTransport(RpcException e) =>
        e.Status.DebugException is not null && e.StatusCode is (StatusCode.Unavailable or StatusCode.Internal or StatusCode.Unknown);

    /// <summary>The program's own exception inside a chain of others.</summary>
    public static CliException? Find(Exception? exception)
    {
        while (exception is not null)
        {
            if (exception is CliException found)
            {
                return found;
            }

            exception = exception is RpcException { Status.DebugException: { } debug } ? debug : exception.InnerException;
        }

        return null;
    }
}
