using Smartbox.Kubelet.Containers;

namespace Smartbox.Kubelet.Pods;

/// <summary>What to do next for a pod.</summary>
/// <param name="Start">Containers to start now.</param>
/// <param name="Waiting">Containers whose turn it is and that have to wait longer.</param>
/// <param name="IsOver">True when the pod has done its work, or can not: the rest is to be stopped.</param>
internal sealed record Plan(IReadOnlyList<ContainerSlot> Start, IReadOnlyList<ContainerSlot> Waiting, bool IsOver);
