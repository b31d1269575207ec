using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources.Kinds.Rules;

/// <summary>Numbers of JSON values, which hold either parsed text or what they were made from.</summary>
internal static class JsonNumbers
{
    public static bool TryGetLong(this JsonValue value, out long number)
    {
        if (value.TryGetValue(out number)) return true;
        if (value.TryGetValue(out int small))
        {
            number = small;
            return true;
        }
        return false;
    }
}
