namespace Smartbox.Protocol;

/// <summary>Reasons of <see cref="TerminationMessage"/>; the operator uses them as condition reasons.</summary>
public static class TerminationReasons
{
    /// <summary>The bucket could not be read; it is tried again.</summary>
    public const string StoreUnavailable = "StoreUnavailable";

    /// <summary>There is a backup, and it could not be restored and verified.</summary>
    public const string RestoreFailed = "RestoreFailed";

    /// <summary>The volume holds another box's state, or files without a marker.</summary>
    public const string ForeignState = "ForeignState";

    /// <summary>A box that was backed up before has neither volume nor snapshot: starting it empty would forget.</summary>
    public const string StateMissing = "StateMissing";

    /// <summary>A newer epoch has taken over the box.</summary>
    public const string EpochSuperseded = "EpochSuperseded";

    /// <summary>The container was started with variables or files that are missing or make no sense.</summary>
    public const string InvalidConfiguration = "InvalidConfiguration";

    /// <summary>An error that the sidecar does not know; its log says more.</summary>
    public const string InternalError = "InternalError";
}
