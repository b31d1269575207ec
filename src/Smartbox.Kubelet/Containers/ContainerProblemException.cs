namespace Smartbox.Kubelet.Containers;

/// <summary>Why a container does not start.</summary>
/// <param name="reason">The reason of its waiting state.</param>
/// <param name="message">The message of its waiting state.</param>
internal sealed class ContainerProblemException(string reason, string message) : Exception(message)
{
    /// <summary>The container was made and its program could not be run: that counts as a run.</summary>
    public const string RunContainerError = nameof(RunContainerError);

    public string Reason { get; } = reason;
}
