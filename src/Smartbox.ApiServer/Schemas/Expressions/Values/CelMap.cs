namespace Smartbox.ApiServer.Schemas.Expressions.Values;

/// <summary>A map, or an object seen as one.</summary>
internal abstract class CelMap
{
    public abstract int Count { get; }

    public abstract IEnumerable<object?> Keys { get; }

    public abstract bool TryGet(object? key, out object? value);

    /// <summary>Whether a key is there, or a field is set: one that holds null is not.</summary>
    public abstract bool Contains(object? key);

    public object? Get(object? key) => TryGet(key, out var value) ? value : throw CelException.NoSuchKey(key);
}
