using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;

namespace Smartbox.Store.ObjectStores;

/// <summary>What an exception of the SDK means.</summary>
internal enum S3Fault
{
    /// <summary>Goes away by itself.</summary>
    Transient,

    /// <summary>The credentials are not accepted, at the moment.</summary>
    Refused,

    /// <summary>The request was signed by a wrong clock.</summary>
    ClockSkew,

    NotFound,

    BucketNotFound,

    /// <summary>The condition of a write does not hold.</summary>
    ConditionFailed,

    /// <summary>The range begins beyond the end.</summary>
    RangeNotSatisfiable,

    /// <summary>What arrived is not what was sent.</summary>
    BadDigest,

    /// <summary>The request itself is wrong.</summary>
    Fatal,
}

/// <summary>Sorts exceptions.</summary>
internal static class S3Faults
{
    public static S3Fault Classify(Exception exception) => exception switch
    {
        AmazonServiceException { StatusCode: not 0 } service => Classify(service),
        ObjectStoreException { Error: ObjectStoreError.AccessDenied } => S3Fault.Refused,
        ObjectStoreException { Error: ObjectStoreError.Corrupted } => S3Fault.BadDigest,
        ObjectStoreException { Error: ObjectStoreError.Unavailable } => S3Fault.Transient,
        ObjectStoreException => S3Fault.Fatal,
        AmazonServiceException or AmazonClientException => IsOfConnection(exception.InnerException) ? S3Fault.Transient : S3Fault.Fatal,
        _ => IsOfConnection(exception) ? S3Fault.Transient : S3Fault.Fatal,
    };

    private static S3Fault Classify(AmazonServiceException exception) => (exception.StatusCode, exception.ErrorCode) switch
    {
        (_, "RequestTimeTooSkewed") => S3Fault.ClockSkew,
        (_, "NoSuchBucket") => S3Fault.BucketNotFound,
        (_, "BadDigest" or "InvalidDigest") => S3Fault.BadDigest,
        (_, "RequestTimeout" or "SlowDown" or "ConditionalRequestConflict" or "OperationAborted" or "IncompleteBody") => S3Fault.Transient,
        (HttpStatusCode.NotFound, _) => S3Fault.NotFound,
        (HttpStatusCode.PreconditionFailed, _) => S3Fault.ConditionFailed,
        (HttpStatusCode.RequestedRangeNotSatisfiable, _) => S3Fault.RangeNotSatisfiable,
        (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _) => S3Fault.Refused,
        (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests, _) => S3Fault.Transient,
        ( >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented, _) => S3Fault.Transient,
        _ => S3Fault.Fatal,
    };

    /// <summary>Time-outs and broken connections. The caller's own cancellation was looked at before.</summary>
    private static bool IsOfConnection(Exception? exception) => exception switch
    {
        null => false,
        HttpRequestException or IOException or SocketException or OperationCanceledException or TimeoutException => true,
        _ => IsOfConnection(exception.InnerException),
    };
}
