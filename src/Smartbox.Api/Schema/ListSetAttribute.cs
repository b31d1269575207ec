namespace Smartbox.Api.Schema;

/// <summary>A list of different plain values whose order means nothing.</summary>
public sealed class ListSetAttribute(int maximum) : CollectionAttribute(maximum);
