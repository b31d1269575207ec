namespace Smartbox.Kubelet.Pods;

/// <summary>Why a pod's containers are being stopped.</summary>
internal enum Ending
{
    None,

    /// <summary>Its containers have done what they can.</summary>
    Over,

    /// <summary><c>activeDeadlineSeconds</c> has passed.</summary>
    Deadline,

    /// <summary>Its object is marked for deletion.</summary>
    Deleted,

    /// <summary>Its object is gone.</summary>
    Removed,

    /// <summary>The node goes down; the object stays, and the next start continues it.</summary>
    Shutdown,
}
