namespace Smartbox.Store.Snapshots;

/// <summary>How much there is, and how much the last snapshot of this cache held; the latter is null when the cache knows none.</summary>
public readonly record struct StateSize(long Files, long Bytes, long? FilesBefore, long? BytesBefore);
