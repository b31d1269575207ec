namespace Smartbox.ApiServer.Requests;

/// <summary>What becomes of the objects that a deleted one owns.</summary>
internal enum PropagationPolicy
{
    /// <summary>They go after it.</summary>
    Background,

    /// <summary>They go before it.</summary>
    Foreground,

    /// <summary>They stay, without owner.</summary>
    Orphan,
}
