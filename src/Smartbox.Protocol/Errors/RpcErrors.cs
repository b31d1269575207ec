using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Smartbox.Protocol.Errors;

/// <summary>Errors as <c>google.rpc.Status</c> with an <see cref="ErrorInfo"/> of domain <see cref="Domain"/>.</summary>
public static class RpcErrors
{
    public const string Domain = "smartbox.dev";

    /// <summary>Key of the metadata that says whether a message reached the box: one of <see cref="Delivered"/>.</summary>
    public const string DeliveredKey = "delivered";

    /// <summary>Makes an error.</summary>
    /// <param name="code">Code.</param>
    /// <param name="reason">UPPER_SNAKE_CASE or the reason of a condition; for programs.</param>
    /// <param name="message">A sentence for a person.</param>
    /// <param name="retryAfter">When given, how long to wait before the next try.</param>
    /// <param name="metadata">More for programs.</param>
    public static RpcException Create(
        StatusCode code, string reason, string message, TimeSpan? retryAfter = null, params ReadOnlySpan<(string Key, string Value)> metadata)
    {
        var info = new ErrorInfo { Domain = Domain, Reason = reason };
        foreach (var (key, value) in metadata)
        {
            info.Metadata[key] = value;
        }

        var status = new Google.Rpc.Status { Code = (int)code, Message = message, Details = { Any.Pack(info) } };
        if (retryAfter is { } delay)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }));
        }

        return status.ToRpcException();
    }

    /// <summary>The details of an error made by <see cref="Create"/>, or null.</summary>
    public static ErrorInfo? InfoOf(RpcException error) => error.GetRpcStatus()?.GetDetail<ErrorInfo>();

    /// <summary>How long to wait, when the error says so.</summary>
    public static TimeSpan? RetryAfter(RpcException error) => error.GetRpcStatus()?.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan();
}
