namespace Smartbox.ApiServer.Schemas.Expressions.Values;

/// <summary>A map that an expression made.</summary>
internal sealed class LiteralMap : CelMap
{
    private readonly List<KeyValuePair<object?, object?>> _entries = [];

    public override int Count => _entries.Count;

    public override IEnumerable<object?> Keys => _entries.Select(entry => entry.Key);

    public void Add(object? key, object? value)
    {
        // The last one of a key counts.
        _entries.RemoveAll(entry => CelValues.AreEqual(entry.Key, key));
        _entries.Add(new(key, value));
    }

    public override bool Contains(object? key) => TryGet(key, out _);

    // Keys are few, and 1 and 1.0 are the same.
    public override bool TryGet(object? key, out object? value)
    {
        foreach (var (mine, found) in _entries)
        {
            if (CelValues.AreEqual(mine, key))
            {
                value = found;
                return true;
            }
        }

        value = null;
        return false;
    }
}
