namespace Smartbox.Kubelet;

/// <summary>What the kubelet cannot do, in a sentence for the person who asked.</summary>
public sealed class KubeletException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>True when what was asked for is not there.</summary>
    public bool IsNotFound { get; init; }
}
