namespace Smartbox.ApiServer.Requests;

/// <summary>What happens with unknown and repeated fields.</summary>
internal enum FieldValidation
{
    /// <summary>They are dropped, and a warning says so.</summary>
    Warn,

    /// <summary>They are an error.</summary>
    Strict,

    /// <summary>They are dropped.</summary>
    Ignore,
}
