namespace Smartbox.ApiServer.Storage;

/// <summary>Where the objects are kept, and how much of what.</summary>
internal sealed record ObjectStoreOptions
{
    public const string FileName = "objects.db";

    /// <summary>Folder of the file <see cref="FileName"/>; it is made when it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>Largest size of the file. Everything in it is in memory too, so this bounds both; further writes are refused, removals are not.</summary>
    /// <value>Default 2 GiB, as etcd's.</value>
    public long MaxFileBytes { get; init; } = 2L << 30;

    /// <summary>How many changes are remembered for watches and for pages of older revisions.</summary>
    /// <value>Default 20,000: some seconds of the fastest writing, days of a quiet machine.</value>
    public int LogChanges { get; init; } = 20_000;

    /// <summary>How many bytes the remembered changes may hold. A watcher slower than this has to list again.</summary>
    /// <value>Default 32 MiB.</value>
    public long LogBytes { get; init; } = 32 << 20;

    /// <summary>How many writes may wait for the writer; further ones wait for a place.</summary>
    /// <value>Default 1024.</value>
    public int QueuedWrites { get; init; } = 1024;

    /// <summary>How many writes are committed together at most.</summary>
    /// <value>Default 256.</value>
    public int BatchWrites { get; init; } = 256;

    /// <summary>All that is wrong with these options, as sentences; none when they can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        if (string.IsNullOrWhiteSpace(Folder))
            errors.Add("The object store needs a folder.");
        if (MaxFileBytes < 1 << 20)
            errors.Add("The largest size of the object store must be 1 MiB or more.");
        foreach (var (name, value) in (ReadOnlySpan<(string, long)>)[("remembered changes", LogChanges), ("bytes of remembered changes", LogBytes), ("waiting writes", QueuedWrites), ("writes of a batch", BatchWrites)])
        {
            if (value < 1)
                errors.Add($"The number of {name} must be positive.");
        }

        return errors;
    }
}
