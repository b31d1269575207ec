namespace Smartbox.ApiServer;

/// <summary>Where an embedded API server keeps things, and how it serves.</summary>
public sealed record ApiServerOptions
{
    /// <summary>Folder of the database, the certificates and the kubeconfig; it is made when it is not there. One server at a time has it.</summary>
    public required string Folder { get; init; }

    /// <summary>Port on 127.0.0.1.</summary>
    /// <value>Default 0: a free one.</value>
    public int Port { get; init; }

    /// <summary>How many changes are remembered for watches and for pages of older revisions.</summary>
    /// <value>Default 20,000.</value>
    public int LogChanges { get; init; } = 20_000;

    /// <summary>How many bytes the remembered changes may hold.</summary>
    /// <value>Default 32 MiB.</value>
    public long LogBytes { get; init; } = 32 << 20;

    /// <summary>Longest time without a line on a watch that takes bookmarks.</summary>
    /// <value>Default one minute, as kube-apiserver's.</value>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Time for timestamps, timeouts and certificates.</summary>
    /// <value>Default the system's.</value>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>All that is wrong with these options, as sentences; none when they can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        if (string.IsNullOrWhiteSpace(Folder))
        {
            errors.Add("The API server needs a folder.");
        }

        if (Port is < 0 or > ushort.MaxValue)
        {
            errors.Add($"The API server's port must be 0 to {ushort.MaxValue}.");
        }

        if (LogChanges < 1 || LogBytes < 1)
        {
            errors.Add("The API server must remember at least one change.");
        }

        if (BookmarkInterval <= TimeSpan.Zero)
        {
            errors.Add("The time between bookmarks must be positive.");
        }

        return errors;
    }
}
