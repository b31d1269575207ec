namespace Smartbox.Store.ObjectStores;

/// <summary>One line of a listing; <paramref name="Length"/> in bytes.</summary>
public readonly record struct ObjectInfo(string Key, long Length);
