namespace Smartbox.Kubelet.Containers;

/// <summary>What a container is to its pod.</summary>
internal enum ContainerKind
{
    /// <summary>Runs to its end before the next one starts.</summary>
    Init,

    /// <summary>An init container with <c>restartPolicy: Always</c>: starts in their order, and lives as long as the pod.</summary>
    Sidecar,

    /// <summary>One of <c>spec.containers</c>.</summary>
    Main,
}
