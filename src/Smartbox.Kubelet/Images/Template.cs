using System.Text.RegularExpressions;

namespace Smartbox.Kubelet.Images;

/// <summary>Fills the templates of an <see cref="ImageEntry"/>.</summary>
internal static partial class Template
{
    /// <returns>The value, or null when something it names is absent.</returns>
    public static string? Fill(string template, Func<string, string?> resolve)
    {
        var isComplete = true;
        var value = Placeholder().Replace(template, match =>
        {
            var part = resolve(match.Groups[1].Value);
            isComplete &= part is not null;
            return part ?? "";
        });
        return isComplete ? value : null;
    }

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Placeholder();
}
