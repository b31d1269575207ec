using Smartbox.Kubelet.Images;

namespace Smartbox.Local;

/// <summary>An API server and a node in a folder.</summary>
public sealed record LocalClusterOptions
{
    /// <summary>Folder of everything.</summary>
    public required string Folder { get; init; }

    /// <summary>Port of the API server on 127.0.0.1.</summary>
    /// <value>0: a free one.</value>
    public int ApiPort { get; init; }

    /// <summary>The programs that stand for images.</summary>
    public required ImageCatalogue Images { get; init; }

    /// <summary>How long a container that ended waits before it starts again, the first time and at most.</summary>
    /// <value>10 seconds, 5 minutes.</value>
    public (TimeSpan First, TimeSpan Longest) RestartBackoff { get; init; } = (TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));

    /// <summary>Called when the API server is up and no pod has started: the place to put right what an earlier run has left.</summary>
    public Func<LocalCluster, CancellationToken, Task>? BeforePods { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
