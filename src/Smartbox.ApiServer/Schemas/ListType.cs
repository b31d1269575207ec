namespace Smartbox.ApiServer.Schemas;

/// <summary>How a list is merged by server-side apply.</summary>
internal enum ListType
{
    /// <summary>As one value.</summary>
    Atomic,

    /// <summary>As a set of scalars.</summary>
    Set,

    /// <summary>By the keys of its items.</summary>
    Map,
}
