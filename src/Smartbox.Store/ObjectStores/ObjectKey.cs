namespace Smartbox.Store.ObjectStores;

/// <summary>What a key may look like, so that every store takes the same ones.</summary>
internal static class ObjectKey
{
    private const int MaximumLength = 1024;

    /// <summary>Segments of letters, digits, '-', '_' and '.', joined by '/'; none is empty or begins with a dot.</summary>
    public static void Check(string key)
    {
        if (key.Length is 0 or > MaximumLength)
        {
            throw new ArgumentException("A key has 1 to 1024 characters.", nameof(key));
        }

        foreach (var segment in key.AsSpan().Split('/'))
        {
            CheckSegment(key, key.AsSpan(segment));
        }
    }

    /// <summary>A prefix is empty, or segments each closed by a '/'.</summary>
    public static void CheckPrefix(string prefix)
    {
        if (prefix.Length > 0)
        {
            if (prefix[^1] != '/')
            {
                throw new ArgumentException($"The prefix '{prefix}' does not end with '/'.", nameof(prefix));
            }

            Check(prefix[..^1]);
        }
    }

    private static void CheckSegment(string key, ReadOnlySpan<char> segment)
    {
        if (segment.IsEmpty || segment[0] == '.')
        {
            throw new ArgumentException($"'{key}' is not a key: a part of it is empty or begins with a dot.", nameof(key));
        }

        foreach (var character in segment)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_' or '.'))
            {
                throw new ArgumentException($"'{key}' is not a key: it has characters other than letters, digits, '-', '_', '.' and '/'.", nameof(key));
            }
        }
    }
}
