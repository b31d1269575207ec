namespace Smartbox.Api.Schema;

/// <summary>A map from strings.</summary>
public sealed class MapAttribute(int maximum) : CollectionAttribute(maximum);
