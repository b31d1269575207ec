using Smartbox.Kubelet.Images;

namespace Smartbox.Kubelet;

/// <summary>Where a kubelet keeps its things, and what it may run.</summary>
public sealed class KubeletOptions
{
    /// <summary>How the API server is reached.</summary>
    public required string KubeconfigPath { get; init; }

    /// <summary>Holds volumes, logs and records; one kubelet at a time uses it.</summary>
    public required string Folder { get; init; }

    /// <summary>The programs that stand for images.</summary>
    public required ImageCatalogue Images { get; init; }

    /// <summary>Name of the node.</summary>
    /// <value><c>local</c>.</value>
    public string NodeName { get; init; } = "local";

    /// <summary>Loopback addresses for pods, such as <c>127.83.0.0/16</c>.</summary>
    /// <value>Null: derived from <see cref="Folder"/>, so that two installations differ.</value>
    public string? PodRange { get; init; }

    /// <summary>Pods that the node says it can hold.</summary>
    /// <value>1000.</value>
    public int MaxPods { get; init; } = 1000;

    /// <summary>How long a container that ended waits before it starts again; the first restart does not wait, each later one twice as long.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan RestartBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait before a restart; a container that ran for twice as long starts at once again.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan MaxRestartBackoff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a container waits for what it lacks (a Secret, a claim, a free address) before it is tried again; a change of what it waits for wakes it earlier.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What processes that an earlier kubelet left behind get to end by themselves.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan LeftOverGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A log file that is larger begins a new one.</summary>
    /// <value>10 MiB.</value>
    public long LogFileSize { get; init; } = 10 << 20;

    /// <summary>Files that are kept of one run's log.</summary>
    /// <value>5.</value>
    public int LogFiles { get; init; } = 5;

    /// <summary>Whether memory limits are enforced by cgroup where the system allows it.</summary>
    /// <value>True.</value>
    public bool UseCgroups { get; init; } = true;

    /// <summary>The clock of backoffs, probes and grace periods.</summary>
    /// <value>The system's.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <exception cref="ArgumentException">Names every value that cannot work.</exception>
    internal void Validate()
    {
        List<string> errors = [];
        Check(KubeconfigPath.Length > 0, "KubeconfigPath is empty.");
        Check(Path.IsPathFullyQualified(Folder), "Folder must be an absolute path.");
        Check(NodeName.Length > 0, "NodeName is empty.");
        Check(PodRange is null || Pods.AddressRange.TryParse(PodRange, out _), "PodRange must lie in 127.0.0.0/8, with a prefix of 8 to 28 bits.");
        Check(MaxPods > 0, "MaxPods must be positive.");
        Check(RestartBackoff >= TimeSpan.Zero && RestartBackoff <= MaxRestartBackoff, "RestartBackoff must lie between zero and MaxRestartBackoff.");
        Check(RetryInterval > TimeSpan.Zero, "RetryInterval must be positive.");
        Check(LeftOverGrace >= TimeSpan.Zero, "LeftOverGrace must not be negative.");
        Check(LogFileSize > 0 && LogFiles > 0, "LogFileSize and LogFiles must be positive.");
        if (errors.Count > 0)
        {
            throw new ArgumentException($"The options of the kubelet are not valid: {string.Join(' ', errors)}");
        }

        void Check(bool isGood, string error)
        {
            if (!isGood)
            {
                errors.Add(error);
            }
        }
    }
}
