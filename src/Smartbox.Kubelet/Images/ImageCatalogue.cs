using System.Collections.Frozen;

namespace Smartbox.Kubelet.Images;

/// <summary>Which images there are. Names match whole, or without their digest or tag when only that is listed.</summary>
public sealed class ImageCatalogue(IReadOnlyDictionary<string, ImageEntry> entries)
{
    private readonly FrozenDictionary<string, ImageEntry> _entries = entries.ToFrozenDictionary();

    /// <summary>The names, sorted.</summary>
    public IReadOnlyList<string> Names { get; } = [.. entries.Keys.Order(StringComparer.Ordinal)];

    /// <returns>The entry, or null when the image is not listed.</returns>
    public ImageEntry? Find(string image)
    {
        if (_entries.TryGetValue(image, out var entry))
        {
            return entry;
        }

        var name = image.Split('@')[0];
        if (_entries.TryGetValue(name, out entry))
        {
            return entry;
        }

        // A colon before the last slash belongs to a registry's port.
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') && _entries.TryGetValue(name[..colon], out entry) ? entry : null;
    }

    /// <summary>What to tell a person whose image is not listed.</summary>
    internal string Advice => Names.Count == 0
        ? "This node runs programs of this machine, and its image catalogue is empty; add the image and its program to the catalogue."
        : $"This node runs programs of this machine in place of images and pulls none. It has: {string.Join(", ", Names)}. To use another one, add it and its program to the image catalogue.";
}
