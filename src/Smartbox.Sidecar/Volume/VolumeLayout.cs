using System.Text.Json;
using Smartbox.Protocol;
using Smartbox.Sidecar.Hosting;

namespace Smartbox.Sidecar.Volume;

/// <summary>Folders of a box's volume (docs/design/0002-pod-contract.md).</summary>
internal sealed class VolumeLayout(string root)
{
    /// <summary>Mode of every folder made here: the agent and its sidecars share one user.</summary>
    public const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const string StateFolder = "state";
    private const string RelayFolder = "relay";
    private const string StagingFolder = "staging";
    private const string CacheFolder = "backup";
    private const string MarkerName = "marker.json";

    /// <summary>Names that may stand on a volume without a box: what an interrupted restore, an earlier box's cache and <c>mkfs</c> leave.</summary>
    private static readonly string[] s_harmless = [StagingFolder, CacheFolder, "lost+found"];

    public string Root { get; } = root;

    public string Box => Path.Combine(Root, PodContract.BoxFolder);

    public string State => Path.Combine(Root, PodContract.StateSubPath);

    public string Relay => Path.Combine(Root, PodContract.RelaySubPath);

    public string Marker => Path.Combine(Box, MarkerName);

    /// <summary>A restore writes here; one rename makes it <see cref="Box"/>.</summary>
    public string Staging => Path.Combine(Root, StagingFolder);

    public string StagingState => Path.Combine(Staging, StateFolder);

    public string StagingRelay => Path.Combine(Staging, RelayFolder);

    public string StagingMarker => Path.Combine(Staging, MarkerName);

    /// <summary>Cache of the backup container; it may be lost at any time.</summary>
    public string Cache => Path.Combine(Root, CacheFolder);

    /// <summary>Looks whose state the volume holds.</summary>
    /// <returns>The marker of this box, or null when the volume is empty.</returns>
    /// <exception cref="SidecarException"><see cref="TerminationReasons.ForeignState"/>.</exception>
    public Marker? Inspect(string boxUid)
    {
        if (!Directory.Exists(Box))
        {
            var foreign = Directory.EnumerateFileSystemEntries(Root).Select(Path.GetFileName).Except(s_harmless).Take(3).ToList();
            return foreign.Count == 0
                ? null
                : throw Foreign($"The volume holds files that no Smartbox made ({string.Join(", ", foreign)}, …)");
        }

        Marker? marker;
        try
        {
            marker = MarkerFile.Read(Marker);
        }
        catch (JsonException e)
        {
            throw Foreign($"The marker of the volume's {PodContract.BoxFolder}/ cannot be read: {e.Message}", e);
        }

        return marker switch
        {
            null => throw Foreign($"The volume's {PodContract.BoxFolder}/ has no marker, so that nobody knows whose state it is"),
            _ when marker.Box != boxUid => throw Foreign($"The volume holds the state of box {marker.Box}, and this box is {boxUid}"),
            _ => marker,
        };
    }

    /// <summary>True when a folder has no entry.</summary>
    public static bool IsEmpty(string folder) => !Directory.EnumerateFileSystemEntries(folder).Any();

    private static SidecarException Foreign(string what, Exception? cause = null) => new(
        TerminationReasons.ForeignState, $"{what}. Nothing was changed. Give the box its own volume claim, or empty this volume to restore from the bucket.", cause);
}
