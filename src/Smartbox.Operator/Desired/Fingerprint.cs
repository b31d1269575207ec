using System.Security.Cryptography;
using System.Text;
using k8s;

namespace Smartbox.Operator.Desired;

/// <summary>Short hashes of what is applied, to see whether it changed.</summary>
internal static class Fingerprint
{
    /// <summary>First 16 hex digits of the SHA-256 of the object's JSON.</summary>
    public static string Of(object value) => OfText(KubernetesJson.Serialize(value));

    /// <summary>The same for a map; the order of its keys does not matter.</summary>
    public static string OfMap(IEnumerable<KeyValuePair<string, string>> map)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            text.Append(key.Length).Append(':').Append(key).Append(value.Length).Append(':').Append(value);
        }

        return OfText(text.ToString());
    }

    private static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
