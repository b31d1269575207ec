namespace Smartbox.Kubernetes.Client;

/// <summary>Which errors of a call are answered by trying it again, and when.</summary>
/// <param name="MaxAttempts">How often a call is sent at most.</param>
/// <param name="AttemptTimeout">How long one attempt may take.</param>
internal sealed record RetryPolicy(int MaxAttempts, TimeSpan AttemptTimeout)
{
    /// <summary>What a server's <c>Retry-After</c> is taken for at most.</summary>
    private static readonly TimeSpan s_maxDelay = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_defaultDelay = TimeSpan.FromSeconds(1);

    /// <summary>Null when the error is final.</summary>
    /// <remarks>
    /// 429 says that the request was not begun. 503 and 504 are retried only with <c>Retry-After</c>, by which the server says that it makes sense.
    /// </remarks>
    public TimeSpan? DelayBefore(int nextAttempt, KubernetesException error, double random)
    {
        var retriable = error.StatusCode == 429 || (error.StatusCode is 503 or 504 && error.RetryAfter is not null);
        if (!retriable || nextAttempt > MaxAttempts)
        {
            return null;
        }

        var delay = error.RetryAfter ?? s_defaultDelay;
        delay = delay > s_maxDelay ? s_maxDelay : delay;
        return delay + (delay * 0.1 * random);
    }
}
