using Smartbox.Local.Programs;

namespace Smartbox.Local;

/// <summary>A whole installation on one machine.</summary>
public sealed record LocalOptions
{
    /// <summary>Folder of everything; it is made when it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>The programs to run.</summary>
    public required ProgramFolder Programs { get; init; }

    /// <summary>Port of the API server on 127.0.0.1.</summary>
    /// <value>0: that of the last time, or a free one.</value>
    public int ApiPort { get; init; }

    /// <summary>Port of the gateway on 127.0.0.1.</summary>
    /// <value>0: that of the last time, or a free one.</value>
    public int GatewayPort { get; init; }

    /// <summary>A bucket for the boxes.</summary>
    /// <value>Null: what was used the last time, at first a folder.</value>
    public LocalStore? Store { get; init; }

    /// <summary>How long the start of operator and gateway may take.</summary>
    /// <value>One minute.</value>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(1);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
