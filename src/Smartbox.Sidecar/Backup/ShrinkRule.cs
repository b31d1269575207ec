using Smartbox.Sidecar.Volume;

namespace Smartbox.Sidecar.Backup;

/// <summary>
/// When a state is so much smaller than the last one that it may be an accident. Its snapshot is kept, tagged <c>held</c>, and a restore
/// passes it over until somebody asks for a snapshot by hand, the state is large again, or it stays small for <see cref="BackupOptions.HoldFor"/>.
/// </summary>
internal static class ShrinkRule
{
    /// <summary>Smaller states change by large ratios every day.</summary>
    private const long MinFiles = 20;
    private const long MinBytes = 1 << 20;

    /// <summary>What must be left, as a divisor.</summary>
    private const long Ratio = 10;

    /// <summary>Compares with the last snapshot that was not held.</summary>
    /// <returns>A sentence for a person, or null when nothing is suspicious.</returns>
    public static string? Judge(SnapshotRecord? last, long files, long bytes, bool stateIsEmpty)
    {
        if (last is null)
        {
            return null;
        }

        var what = stateIsEmpty && !last.StateIsEmpty ? "is empty"
            : last.Files >= MinFiles && files < last.Files / (double)Ratio ? $"fell from {last.Files} to {files} files"
            : last.Bytes >= MinBytes && bytes < last.Bytes / (double)Ratio ? $"fell from {last.Bytes} to {bytes} bytes"
            : null;
        return what is null
            ? null
            : $"The state {what} since snapshot {last.Id[..8]} of {last.Time:u}, so new snapshots are kept and not taken as the latest. "
                + "If that is right, ask for a snapshot by hand; it is also accepted after a day.";
    }
}
