using System.Text.Json;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources.Tables;

/// <summary>Comparisons in filters of printer columns' paths.</summary>
internal static class FilterComparison
{
    /// <summary>Longer ones first, since parsing takes the first that fits.</summary>
    public static readonly string[] Operators = ["==", "!=", "<=", ">=", "<", ">"];

    /// <summary>Whether it holds; an absent value and values of different kinds compare as nothing.</summary>
    public static bool Holds(JsonNode? left, string operation, JsonNode? right)
    {
        if (left is null || right is null) return false;
        if (Compare(left, right) is not { } order) return false;
        return operation switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<=" => order <= 0,
            ">=" => order >= 0,
            "<" => order < 0,
            _ => order > 0,
        };
    }

    private static int? Compare(JsonNode left, JsonNode right) => (left.GetValueKind(), right.GetValueKind()) switch
    {
        (JsonValueKind.String, JsonValueKind.String) => string.CompareOrdinal(left.GetValue<string>(), right.GetValue<string>()),
        (JsonValueKind.Number, JsonValueKind.Number) => decimal.Parse(left.ToJsonString(), System.Globalization.NumberStyles.Float)
            .CompareTo(decimal.Parse(right.ToJsonString(), System.Globalization.NumberStyles.Float)),
        (JsonValueKind.True or JsonValueKind.False, JsonValueKind.True or JsonValueKind.False) => left.GetValue<bool>().CompareTo(right.GetValue<bool>()),
        _ => null,
    };
}
