namespace Smartbox.Store.Snapshots;

/// <summary>What a scan saw.</summary>
/// <param name="IsDirty">Something differs from the last snapshot, or is too young to be trusted.</param>
/// <param name="Files">Files now.</param>
/// <param name="Bytes">Bytes of them.</param>
/// <param name="Duration">How long the scan took; it is repeated no more often than it costs.</param>
public sealed record ChangeScan(bool IsDirty, long Files, long Bytes, TimeSpan Duration)
{
    /// <summary>Files of the last snapshot that the cache knows; null when it knows none.</summary>
    public long? FilesBefore { get; init; }

    /// <summary>Bytes of them.</summary>
    public long? BytesBefore { get; init; }
}
