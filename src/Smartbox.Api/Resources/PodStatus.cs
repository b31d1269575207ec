namespace Smartbox.Api.Resources;

/// <summary>The running pod.</summary>
public sealed class PodStatus
{
    /// <summary>Name.</summary>
    public string? Name { get; set; }

    /// <summary>UID.</summary>
    public string? Uid { get; set; }

    /// <summary>Address.</summary>
    public string? Ip { get; set; }

    /// <summary>Node.</summary>
    public string? Node { get; set; }

    /// <summary>When it started.</summary>
    public DateTime? StartedAt { get; set; }

    /// <summary>Image of the agent.</summary>
    public string? Image { get; set; }
}
