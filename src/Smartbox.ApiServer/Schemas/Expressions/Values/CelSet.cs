using System.Collections;

namespace Smartbox.ApiServer.Schemas.Expressions.Values;

/// <summary>A list that is a set of the API: it is equal to lists with the same items in any order.</summary>
internal sealed class CelSet(IReadOnlyList<object?> items) : IReadOnlyList<object?>
{
    public int Count => items.Count;

    public object? this[int index] => items[index];

    public IEnumerator<object?> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
