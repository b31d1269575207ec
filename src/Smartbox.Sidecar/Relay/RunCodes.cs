namespace Smartbox.Sidecar.Relay;

/// <summary>Codes of ERROR events. An error of the agent itself has the name of its gRPC status.</summary>
internal static class RunCodes
{
    public const string Cancelled = "CANCELLED";
    public const string AgentDied = "AGENT_DIED";
    public const string AgentUnavailable = "AGENT_UNAVAILABLE";
    public const string AnswerTooLong = "ANSWER_TOO_LONG";
    public const string TooLate = "RUN_TIMED_OUT";
}
