using Smartbox.Operator.Status;

namespace Smartbox.Operator.Boxes;

/// <summary>What one visit did, and when the next is due without being asked for.</summary>
internal sealed record Step
{
    /// <value>30 s: Secrets and quotas are not watched.</value>
    public static TimeSpan Unwatched { get; } = TimeSpan.FromSeconds(30);

    /// <summary>What is done or waited for; a reason and a sentence.</summary>
    public (string Reason, string Message)? Doing { get; init; }

    public Problem? Problem { get; init; }

    public TimeSpan? RequeueAfter { get; init; }

    public static Step Rest(TimeSpan? requeueAfter = null) => new() { RequeueAfter = requeueAfter };

    public static Step Wait(string reason, string message, TimeSpan? requeueAfter = null) => new() { Doing = (reason, message), RequeueAfter = requeueAfter };

    public static Step Blocked(Problem problem, TimeSpan? requeueAfter = null) => new() { Problem = problem, RequeueAfter = requeueAfter };
}
