using k8s.Models;

namespace Smartbox.Kubernetes;

/// <summary>An answer of the API server that is not a success.</summary>
public sealed class KubernetesException : Exception
{
    public KubernetesException(int statusCode, V1Status? status, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        StatusCode = statusCode;
        Status = status;
    }

    /// <summary>HTTP status; 0 when there was no answer.</summary>
    public int StatusCode { get; }

    /// <summary>The <c>Status</c> object of the answer, when it had one.</summary>
    public V1Status? Status { get; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool IsConflict => StatusCode == 409;

    /// <summary>A name that is taken (a create), as against a conflict of versions or of field managers.</summary>
    public bool IsAlreadyExists => StatusCode == 409 && Status?.Reason == "AlreadyExists";

    public bool IsNotFound => StatusCode == 404;

    /// <summary>The API server refuses the object itself; trying again is of no use.</summary>
    public bool IsInvalid => StatusCode is 400 or 422;
}
