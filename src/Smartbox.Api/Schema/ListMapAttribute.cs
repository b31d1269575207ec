namespace Smartbox.Api.Schema;

/// <summary>A list of objects of which each has its own key: two writers of different keys do not collide.</summary>
public sealed class ListMapAttribute(int maximum, string key) : CollectionAttribute(maximum)
{
    /// <summary>JSON name of the property that identifies an item.</summary>
    public string Key { get; } = key;
}
