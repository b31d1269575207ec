using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Schemas.Expressions.Values;

/// <summary>A JSON object. Its values are converted when they are looked at.</summary>
internal sealed class JsonMap(JsonObject json, Schema schema) : CelMap
{
    public override int Count => json.Count;

    public override IEnumerable<object?> Keys => json.Select(entry => entry.Key);

    public override bool Contains(object? key) => key is string name && json.TryGetPropertyValue(name, out var value) && (value is not null || !schema.Properties.ContainsKey(name));

    public override bool TryGet(object? key, out object? value)
    {
        if (key is not string name || !Contains(name) || !json.TryGetPropertyValue(name, out var found))
        {
            value = null;
            return false;
        }

        value = JsonValues.Convert(found, schema.Properties.GetValueOrDefault(name) ?? schema.AdditionalProperties);
        return true;
    }
}
