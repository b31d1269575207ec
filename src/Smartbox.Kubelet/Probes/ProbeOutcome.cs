namespace Smartbox.Kubelet.Probes;

/// <summary>What one attempt of a probe showed.</summary>
/// <param name="IsSuccess">Whether it succeeded.</param>
/// <param name="Output">Why not, for the event.</param>
internal readonly record struct ProbeOutcome(bool IsSuccess, string Output)
{
    public static ProbeOutcome Success { get; } = new(true, "");

    public static ProbeOutcome Failure(string output) => new(false, output);
}
