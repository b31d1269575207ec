namespace Smartbox.Store.Tests.Faults;

/// <summary>What goes wrong with an operation.</summary>
internal enum Fault
{
    None,

    /// <summary>It does not happen, and fails.</summary>
    Fail,

    /// <summary>It happens, and fails all the same.</summary>
    ReplyLost,

    /// <summary>Half of the bytes arrive, and nothing is said.</summary>
    Truncated,

    /// <summary>No byte arrives, and nothing is said.</summary>
    Empty,

    /// <summary>One bit arrives wrong, and nothing is said.</summary>
    Flipped,
}

/// <summary>The operations of an object store.</summary>
internal enum FaultyKind
{
    Put,
    Get,
    Head,
    List,
    Delete,
}

/// <summary>An operation that is about to happen.</summary>
internal readonly record struct FaultyOperation(int Number, FaultyKind Kind, string Key);
