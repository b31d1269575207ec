using System.Security.Cryptography;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>Makes names from <c>generateName</c>.</summary>
internal static class ObjectNames
{
    private const int SuffixLength = 5;
    private const int LongestName = 63;

    // Kubernetes' letters: no vowels and no look-alikes, so that no words arise.
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    public static string Generate(string prefix)
    {
        var stem = prefix.Length > LongestName - SuffixLength ? prefix[..(LongestName - SuffixLength)] : prefix;
        return stem + RandomNumberGenerator.GetString(Letters, SuffixLength);
    }
}
