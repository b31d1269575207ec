namespace Smartbox.Store.ObjectStores;

public static class ObjectStoreExtensions
{
    /// <summary>The part of a store below a prefix such as <c>repo/</c>.</summary>
    public static IObjectStore Below(this IObjectStore store, string prefix)
    {
        ObjectKey.CheckPrefix(prefix);
        return prefix.Length == 0 ? store : new PrefixedObjectStore(store, prefix);
    }
}
