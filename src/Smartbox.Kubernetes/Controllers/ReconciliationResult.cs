using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes.Controllers;

/// <summary>How a reconcile ended.</summary>
public sealed record ReconciliationResult<T>
    where T : class, IKubernetesObject<V1ObjectMeta>, new()
{
    private ReconciliationResult(T entity, bool isSuccess, string? errorMessage, Exception? error, TimeSpan? requeueAfter)
    {
        Entity = entity;
        IsSuccess = isSuccess;
        ErrorMessage = errorMessage;
        Error = error;
        RequeueAfter = requeueAfter;
    }

    public T Entity { get; }

    public bool IsSuccess { get; }

    public string? ErrorMessage { get; }

    public Exception? Error { get; }

    /// <summary>The failure stays until the object, or what it owns or watches, changes.</summary>
    public bool IsTerminal { get; private init; }

    /// <summary>When to look again without being asked; null for never.</summary>
    public TimeSpan? RequeueAfter { get; }

    /// <summary>Forgets earlier failures; the object is looked at again when something changes, or after <paramref name="requeueAfter"/>.</summary>
    public static ReconciliationResult<T> Success(T entity, TimeSpan? requeueAfter = null) => new(entity, true, null, null, requeueAfter);

    /// <summary>Tried again with backoff, or after <paramref name="requeueAfter"/>.</summary>
    public static ReconciliationResult<T> Failure(T entity, string errorMessage, Exception? error = null, TimeSpan? requeueAfter = null) =>
        new(entity, false, errorMessage, error, requeueAfter);

    /// <summary>Not tried again before something changes. The controller says so in the object's status (<c>Stalled</c>).</summary>
    public static ReconciliationResult<T> TerminalFailure(T entity, string errorMessage, Exception? error = null) =>
        new(entity, false, errorMessage, error, null) { IsTerminal = true };
}
