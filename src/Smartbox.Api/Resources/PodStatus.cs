using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>The running pod.</summary>
public sealed class PodStatus
{
    /// <summary>Name of the pod.</summary>
    [Text(253, MinLength = 0)]
    public string? Name { get; set; }

    /// <summary>UID of the pod.</summary>
    [Text(64, MinLength = 0)]
    public string? Uid { get; set; }

    /// <summary>Address of the pod.</summary>
    [Text(64, MinLength = 0)]
    public string? Ip { get; set; }

    /// <summary>Node that it runs on.</summary>
    [Text(253, MinLength = 0)]
    public string? Node { get; set; }

    /// <summary>When it started.</summary>
    public DateTime? StartedAt { get; set; }

    /// <summary>Image of the agent.</summary>
    [Text(1024, MinLength = 0)]
    public string? Image { get; set; }
}
