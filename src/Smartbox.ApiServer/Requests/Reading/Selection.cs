using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Resources.Selectors;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Reading;

/// <summary>Which objects a list or watch is about.</summary>
internal static class Selection
{
    /// <returns>Null for all.</returns>
    public static Func<StoredObject, bool>? Parse(ResourceType type, ListOptions options, string? name = null)
    {
        var labels = options.LabelSelector is { } text ? LabelSelectors.Parse(text) : null;
        var fields = options.FieldSelector is { } selector ? FieldSelectors.Parse(selector, type) : null;
        return Both(Both(labels, fields), name is null ? null : stored => stored.Key.Name == name);
    }

    private static Func<StoredObject, bool>? Both(Func<StoredObject, bool>? one, Func<StoredObject, bool>? other) =>
        one is null ? other : other is null ? one : stored => one(stored) && other(stored);
}
