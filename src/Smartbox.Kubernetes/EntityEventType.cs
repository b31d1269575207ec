namespace Smartbox.Kubernetes;

/// <summary>What happened to a cached object.</summary>
public enum EntityEventType
{
    /// <summary>It is new, or was there when the subscription began.</summary>
    Added,

    /// <summary>It has a newer resource version.</summary>
    Modified,

    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>Nothing happened: the periodic reminder of everything there is.</summary>
    Resynced,
}
