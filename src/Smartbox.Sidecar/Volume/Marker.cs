using System.Text.Json.Serialization;

namespace Smartbox.Sidecar.Volume;

/// <summary><c>box/marker.json</c>: whose state the volume holds, where it came from and how far it is in the bucket.</summary>
/// <remarks>Outside of <c>state/</c> and <c>relay/</c>, and so in no snapshot: it speaks of one volume.</remarks>
internal sealed record Marker
{
    /// <summary>What this program writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Origins.</summary>
    public const string New = "new";
    public const string Restored = "restored";

    public required int Version { get; init; }

    /// <summary>UID of the box.</summary>
    public required string Box { get; init; }

    /// <summary><see cref="New"/> or <see cref="Restored"/>.</summary>
    public required string Origin { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Id of the repository; null before it was first opened.</summary>
    public string? Repository { get; init; }

    /// <summary>The claim of an epoch that last succeeded.</summary>
    public ClaimRecord? Claim { get; init; }

    /// <summary>The newest snapshot that is not held.</summary>
    public SnapshotRecord? LastSnapshot { get; init; }

    /// <summary>Time of the oldest snapshot.</summary>
    public DateTimeOffset? FirstRecoverable { get; init; }

    /// <summary>Since when snapshots are held because the state shrank suddenly; null when they are not.</summary>
    public DateTimeOffset? HeldSince { get; init; }
}

/// <summary>Epoch that a pod claimed in the bucket.</summary>
internal sealed record ClaimRecord(long Epoch, string PodUid);

/// <summary>A snapshot in the bucket.</summary>
/// <param name="Id">Lower-case hex.</param>
/// <param name="Time">It holds every change made before.</param>
/// <param name="Files">Files in it; 0 when it is not known.</param>
/// <param name="Bytes">Bytes of them.</param>
/// <param name="AddedBytes">Uploaded for it.</param>
/// <param name="StateIsEmpty">The agent's folder held nothing at all.</param>
internal sealed record SnapshotRecord(string Id, DateTimeOffset Time, long Files, long Bytes, long AddedBytes, bool StateIsEmpty);

[JsonSerializable(typeof(Marker))]
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class MarkerContext : JsonSerializerContext;
