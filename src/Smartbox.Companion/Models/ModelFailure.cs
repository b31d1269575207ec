namespace Smartbox.Companion.Models;

/// <summary>Why a model gave no answer.</summary>
internal enum ModelFailure
{
    /// <summary>It could not be reached, or failed itself. Trying later may help.</summary>
    Unavailable,

    /// <summary>It did not answer in time.</summary>
    TimedOut,

    /// <summary>It wants fewer requests, or has no credit left.</summary>
    Limited,

    /// <summary>It refuses this companion: wrong key, model or address.</summary>
    Refused,
}
