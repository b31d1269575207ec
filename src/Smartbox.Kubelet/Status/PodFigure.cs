using Smartbox.Kubelet.Containers;

namespace Smartbox.Kubelet.Status;

/// <summary>What the status of a pod is made of, beside the pod itself.</summary>
/// <param name="Slots">Its containers, init containers first.</param>
/// <param name="StartTime">When this node took it.</param>
/// <param name="Address">Its address; null before it has one.</param>
/// <param name="HostAddress">The node's address.</param>
/// <param name="Sandbox">Why nothing can start; null when all is set up.</param>
/// <param name="IsFinal">True when it was stopped and nothing of it starts again.</param>
/// <param name="Reason">Why it failed as a whole; null when its containers tell.</param>
/// <param name="Message">The same as a sentence.</param>
internal sealed record PodFigure(
    IReadOnlyList<ContainerSlot> Slots,
    DateTime StartTime,
    string? Address,
    string HostAddress,
    string? Sandbox,
    bool IsFinal,
    string? Reason,
    string? Message);
