using System.Collections;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Schemas.Expressions.Values;

/// <summary>A JSON array. Its items are converted when they are looked at.</summary>
internal sealed class JsonList(JsonArray json, Schema list) : IReadOnlyList<object?>
{
    public int Count => json.Count;

    public object? this[int index] => JsonValues.Convert(json[index], list.Items);

    /// <summary>How it is merged: sets and maps are equal in any order.</summary>
    public Schema Schema => list;

    public JsonArray Json => json;

    public IEnumerator<object?> GetEnumerator() => json.Select(item => JsonValues.Convert(item, list.Items)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
