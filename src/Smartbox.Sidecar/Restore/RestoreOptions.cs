namespace Smartbox.Sidecar.Restore;

/// <summary>Limits of a restore.</summary>
internal sealed record RestoreOptions
{
    /// <summary>How long a call to the bucket may take before the container ends and the kubelet starts it again.</summary>
    /// <value>60 s.</value>
    public TimeSpan StorePatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a box whose volume holds its state waits for its epoch's claim: what is on the volume is newer than the bucket anyway.</summary>
    /// <value>10 s.</value>
    public TimeSpan ClaimPatience { get; init; } = TimeSpan.FromSeconds(10);
}
