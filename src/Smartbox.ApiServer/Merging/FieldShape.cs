namespace Smartbox.ApiServer.Merging;

/// <summary>How a value is merged.</summary>
internal enum FieldShape
{
    /// <summary>As one value: a scalar, or an atomic map or list.</summary>
    Leaf,

    /// <summary>Field by field.</summary>
    Map,

    /// <summary>Item by item: a set, or a list with keys.</summary>
    List,
}
