using Smartbox.Protocol;

namespace Smartbox.Sidecar.Hosting;

/// <summary>Ends the container with a reason that the operator shows.</summary>
/// <param name="reason">One of <see cref="TerminationReasons"/>.</param>
/// <param name="message">A sentence: what failed, where, what to do. Holds no secret.</param>
/// <param name="innerException">Cause.</param>
internal sealed class SidecarException(string reason, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public string Reason { get; } = reason;

    public TerminationMessage ToTerminationMessage() => new(Reason, Message);
}
