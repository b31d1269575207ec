namespace Smartbox.Operator.Desired;

/// <summary>What of the pods is the installation's choice.</summary>
internal sealed record PodOptions
{
    /// <summary>Image of restore, backup and relay.</summary>
    public required string SidecarImage { get; init; }

    /// <summary>Version of the operator, for the label <c>app.kubernetes.io/version</c>.</summary>
    public required string Version { get; init; }
}
