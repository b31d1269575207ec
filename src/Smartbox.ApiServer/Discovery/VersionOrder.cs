using System.Globalization;
using System.Text.RegularExpressions;

namespace Smartbox.ApiServer.Discovery;

/// <summary>Orders versions by how much they promise: alpha, beta, stable, within each by number; what is named otherwise comes before all.</summary>
internal sealed partial class VersionOrder : IComparer<string>
{
    public static readonly VersionOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var (left, right) = (Read(x!), Read(y!));
        return left is null && right is null ? -string.CompareOrdinal(x, y) : Nullable.Compare(left, right);
    }

    private static (int Stage, int Major, int Minor)? Read(string version)
    {
        var match = KubernetesVersion().Match(version);
        if (!match.Success) return null;
        var stage = match.Groups["stage"].Value switch { "alpha" => 0, "beta" => 1, _ => 2 };
        int Number(string group) => int.TryParse(match.Groups[group].Value, NumberStyles.None, null, out var number) ? number : 0;
        return (stage, Number("major"), Number("minor"));
    }

    [GeneratedRegex("^v(?<major>[0-9]+)((?<stage>alpha|beta)(?<minor>[0-9]+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex KubernetesVersion();
}
