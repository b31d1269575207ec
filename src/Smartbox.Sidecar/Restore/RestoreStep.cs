namespace Smartbox.Sidecar.Restore;

/// <summary>What a restore does to the volume, in this order. After a crash before or in any of them the next run starts over.</summary>
internal enum RestoreStep
{
    DiscardStaging,
    CreateStaging,
    WriteState,
    CompleteFolders,
    WriteMarker,
    SyncStaging,
    Publish,
    SyncVolume,
    RecordClaim,
}
