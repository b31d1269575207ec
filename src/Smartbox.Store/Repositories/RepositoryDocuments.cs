using System.Text.Json.Serialization;

namespace Smartbox.Store.Repositories;

/// <summary>The object <c>config</c>.</summary>
internal sealed record ConfigDocument(uint Version, string Id, string ChunkerPolynomial);

/// <summary>An object below <c>locks/</c>.</summary>
internal sealed record LockDocument
{
    public DateTimeOffset Time { get; init; }

    public bool Exclusive { get; init; }

    public string Hostname { get; init; } = "";

    public string Username { get; init; } = "";

    public int Pid { get; init; }
}

/// <summary>The shape of <see cref="SnapshotDocument"/> in JSON: absent is what Go omits.</summary>
internal sealed record SnapshotJson
{
    public DateTimeOffset Time { get; init; }

    public string? Parent { get; init; }

    public string Tree { get; init; } = "";

    public IReadOnlyList<string>? Paths { get; init; }

    public string? Hostname { get; init; }

    public string? Username { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public uint Uid { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public uint Gid { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public string? ProgramVersion { get; init; }

    public SnapshotSummary? Summary { get; init; }

    public static SnapshotJson From(SnapshotDocument snapshot) => new()
    {
        Time = snapshot.Time,
        Parent = snapshot.Parent,
        Tree = snapshot.Tree.ToString(),
        Paths = snapshot.Paths,
        Hostname = snapshot.Hostname,
        Username = snapshot.Username,
        Uid = snapshot.Uid,
        Gid = snapshot.Gid,
        Tags = snapshot.Tags.Count == 0 ? null : snapshot.Tags,
        ProgramVersion = snapshot.ProgramVersion,
        Summary = snapshot.Summary,
    };

    public SnapshotDocument ToDocument() => new()
    {
        Time = Time,
        Parent = Parent,
        Tree = BlobId.Parse(Tree),
        Paths = Paths ?? [],
        Hostname = Hostname ?? "",
        Username = Username ?? "",
        Uid = Uid,
        Gid = Gid,
        Tags = Tags ?? [],
        ProgramVersion = ProgramVersion,
        Summary = Summary,
    };
}

/// <summary>restic's names are in snake case; what it leaves out is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(KeyFile))]
[JsonSerializable(typeof(MasterKeyDocument))]
[JsonSerializable(typeof(ConfigDocument))]
[JsonSerializable(typeof(LockDocument))]
[JsonSerializable(typeof(SnapshotJson))]
internal sealed partial class RepositoryJson : JsonSerializerContext;
