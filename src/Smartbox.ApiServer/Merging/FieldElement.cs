using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Merging;

/// <summary>
/// One step of a path in <c>fieldsV1</c>, as text: <c>f:name</c>, <c>k:{"name":"x"}</c>, <c>v:"x"</c> or <c>i:3</c>.
/// The same step has always the same text, so that texts are compared instead of what they mean.
/// </summary>
internal static class FieldElement
{
    public static string Field(string name) => "f:" + name;

    public static string Value(JsonNode item)
    {
        var text = new StringBuilder("v:");
        GoJson.Append(text, item);

        return text.ToString();
    }

    /// <param name="keys">Names and values, in the order of names.</param>
    public static string Key(IEnumerable<KeyValuePair<string, JsonNode?>> keys)
    {
        var text = new StringBuilder("k:");
        GoJson.AppendMap(text, keys);

        return text.ToString();
    }

    /// <summary>The same step in the one way to write it: clients that send managed fields may have written it otherwise.</summary>
    /// <exception cref="FormatException">It is no step.</exception>
    public static string Canonical(string element)
    {
        if (element.Length < 2 || element[1] != ':') throw new FormatException($"missing colon: {element}");

        return element[0] switch
        {
            'f' => element,
            'i' when int.TryParse(element.AsSpan(2), CultureInfo.InvariantCulture, out _) => element,
            'v' when Parse(element) is { } value => Value(value),
            'k' when Parse(element) is JsonObject keys => Key(keys.OrderBy(key => key.Key, StringComparer.Ordinal)),
            _ => throw new FormatException($"unknown path element: {element}"),
        };
    }

    /// <summary>As people read it in a conflict: <c>.name</c>, <c>[name="x"]</c>, <c>[="x"]</c>, <c>[3]</c>.</summary>
    public static string Display(string element) => element[0] switch
    {
        'f' => "." + element[2..],
        'k' => "[" + string.Join(',', Parse(element)!.AsObject().Select(key => $"{key.Key}={GoJson.Text(key.Value)}")) + "]",
        'v' => "[=" + GoJson.Text(Parse(element)) + "]",
        _ => $"[{element[2..]}]",
    };

    /// <summary>Order of steps: fields, keys, values, indices; each by what they hold.</summary>
    public static int Compare(string left, string right)
    {
        if (left[0] != right[0]) return Rank(left).CompareTo(Rank(right));

        return left[0] switch
        {
            'f' => string.CompareOrdinal(left, right),
            'k' => CompareKeys(Parse(left)!.AsObject(), Parse(right)!.AsObject()),
            'v' => CompareValues(Parse(left), Parse(right)),
            _ => int.Parse(left.AsSpan(2), CultureInfo.InvariantCulture).CompareTo(int.Parse(right.AsSpan(2), CultureInfo.InvariantCulture)),
        };
    }

    private static int Rank(string element) => element[0] switch { 'f' => 0, 'k' => 1, 'v' => 2, _ => 3 };

    private static int CompareKeys(JsonObject left, JsonObject right)
    {
        foreach ((KeyValuePair<string, JsonNode?> a, KeyValuePair<string, JsonNode?> b) in left.Zip(right))
        {
            int order = string.CompareOrdinal(a.Key, b.Key);
            if (order == 0) order = CompareValues(a.Value, b.Value);
            if (order != 0) return order;
        }

        return left.Count.CompareTo(right.Count);
    }

    private static int CompareValues(JsonNode? left, JsonNode? right)
    {
        JsonValueKind a = left?.GetValueKind() ?? JsonValueKind.Null;
        JsonValueKind b = right?.GetValueKind() ?? JsonValueKind.Null;
        if (a == JsonValueKind.Number && b == JsonValueKind.Number) return left!.GetValue<double>().CompareTo(right!.GetValue<double>());
        if (a == JsonValueKind.String && b == JsonValueKind.String) return string.CompareOrdinal(left!.GetValue<string>(), right!.GetValue<string>());

        return ValueRank(a) != ValueRank(b) ? ValueRank(a).CompareTo(ValueRank(b)) : a.CompareTo(b) * -1;
    }

    /// <summary>Numbers before texts before truth values; of these, <c>false</c> comes first.</summary>
    private static int ValueRank(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => 0,
        JsonValueKind.String => 1,
        JsonValueKind.True or JsonValueKind.False => 2,
        _ => 3,
    };

    private static JsonNode? Parse(string element)
    {
        try
        {
            return JsonNode.Parse(element[2..]);
        }
        catch (JsonException e)
        {
            throw new FormatException($"not a path element: {element}", e);
        }
    }
}
