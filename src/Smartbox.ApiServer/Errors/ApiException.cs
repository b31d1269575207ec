using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Errors;

/// <summary>What a client is told instead of an answer: a <c>Status</c> of kind Failure.</summary>
/// <param name="code">HTTP status code.</param>
/// <param name="reason">Machine-readable reason such as <c>NotFound</c>; null to leave it out.</param>
/// <param name="message">Message, in the words of the real API server where clients or people know them.</param>
public sealed class ApiException(int code, string? reason, string message) : Exception(message)
{
    public int Code => code;

    public string? Reason => reason;

    /// <summary><c>details</c>: name, group, kind, uid, causes, retryAfterSeconds.</summary>
    public JsonObject? Details { get; init; }

    /// <summary>Where a list that expired can be continued all the same, without consistency: <c>metadata.continue</c>.</summary>
    public string? Continue { get; init; }
}
