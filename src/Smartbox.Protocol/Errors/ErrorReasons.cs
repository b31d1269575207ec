namespace Smartbox.Protocol.Errors;

/// <summary>Reasons of <see cref="RpcErrors"/> that clients may act on. A box that is not ready gives its condition's reason instead.</summary>
public static class ErrorReasons
{
    public const string Unauthenticated = "UNAUTHENTICATED";
    public const string BoxNotFound = "BOX_NOT_FOUND";
    public const string BoxAmbiguous = "BOX_AMBIGUOUS";
    public const string BoxOff = "BOX_OFF";
    public const string InvalidRequest = "INVALID_REQUEST";
    public const string EpochChanged = "EPOCH_CHANGED";
    public const string UpstreamLost = "UPSTREAM_LOST";
    public const string SlowReader = "SLOW_READER";
    public const string TooManyWaiting = "TOO_MANY_WAITING";
    public const string TooManySessions = "TOO_MANY_SESSIONS";
    public const string TooManyInputs = "TOO_MANY_INPUTS";
    public const string LogUnavailable = "LOG_UNAVAILABLE";
    public const string Draining = "DRAINING";
    public const string NotReady = "NOT_READY";
}
