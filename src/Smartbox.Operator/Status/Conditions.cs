using k8s.Models;

namespace Smartbox.Operator.Status;

/// <summary>Conditions whose transition time moves only when their status does.</summary>
internal static class Conditions
{
    public const string True = "True";
    public const string False = "False";
    public const string Unknown = "Unknown";

    public static V1Condition? Find(IEnumerable<V1Condition>? conditions, string type) => conditions?.FirstOrDefault(condition => condition.Type == type);

    public static V1Condition Next(
        IEnumerable<V1Condition>? previous, long? generation, DateTimeOffset now, string type, string status, string reason, string message)
    {
        var before = Find(previous, type);
        return new V1Condition
        {
            Type = type,
            Status = status,
            Reason = reason,
            Message = Text.Short(message),
            ObservedGeneration = generation,
            // Whole seconds: that is what the API server keeps.
            LastTransitionTime = before?.Status == status
                ? before.LastTransitionTime
                : DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()).UtcDateTime,
        };
    }
}
