namespace Smartbox.Api.Schema;

/// <summary>A list that has one writer because its order matters, such as a command.</summary>
public sealed class ListAtomicAttribute(int maximum) : CollectionAttribute(maximum);
