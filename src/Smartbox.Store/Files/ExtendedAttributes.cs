using System.Text;

namespace Smartbox.Store.Files;

/// <summary>Extended attributes of a child of a folder, never of what a link points to.</summary>
internal static class ExtendedAttributes
{
    private const int SmallListing = 1024;

    /// <summary>Reads what can be read; a file system without them has none.</summary>
    public static IReadOnlyList<ExtendedAttribute> Read(Folder folder, ReadOnlySpan<byte> terminatedName)
    {
        var path = folder.PathOf(terminatedName);
        Span<byte> names = stackalloc byte[SmallListing];
        var length = Libc.ListAttributes(path, names, (nuint)names.Length);
        if (length < 0 && Libc.Errno == Libc.RangeError)
        {
            names = new byte[64 * 1024];
            length = Libc.ListAttributes(path, names, (nuint)names.Length);
        }

        if (length <= 0)
            return [];
        var attributes = new List<ExtendedAttribute>();
        for (var rest = names[..(int)length]; rest.Length > 0;)
        {
            var end = rest.IndexOf((byte)0) + 1;
            if (ReadValue(path, rest[..end]) is { } value)
                attributes.Add(new ExtendedAttribute(Encoding.UTF8.GetString(rest[..(end - 1)]), value));
            rest = rest[end..];
        }

        return attributes;
    }

    /// <summary>Sets one; an attribute that this user or this file system may not have is left out.</summary>
    /// <returns>False when it was left out.</returns>
    public static bool TryWrite(Folder folder, ReadOnlySpan<byte> terminatedName, ExtendedAttribute attribute) =>
        Libc.SetAttribute(folder.PathOf(terminatedName), FileName.Terminated(attribute.Name), attribute.Value, (nuint)attribute.Value.Length, 0) == 0;

    private static byte[]? ReadValue(ReadOnlySpan<byte> path, ReadOnlySpan<byte> terminatedAttribute)
    {
        Span<byte> value = stackalloc byte[SmallListing];
        var length = Libc.GetAttribute(path, terminatedAttribute, value, (nuint)value.Length);
        if (length < 0 && Libc.Errno == Libc.RangeError)
        {
            value = new byte[64 * 1024];
            length = Libc.GetAttribute(path, terminatedAttribute, value, (nuint)value.Length);
        }

        return length < 0 ? null : value[..(int)length].ToArray();
    }
}
