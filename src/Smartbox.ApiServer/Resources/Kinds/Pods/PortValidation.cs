using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds.Pods;

/// <summary>Rules of a container's ports, and of references to them.</summary>
internal static partial class PortValidation
{
    public static void Check(Place ports, bool hasHostNetwork, Problems problems)
    {
        var names = new HashSet<string>();
        foreach (var port in ports.Items)
        {
            if (port["name"].Text.Length > 0)
            {
                CheckName(port["name"], problems);
                if (!names.Add(port["name"].Text)) problems.Duplicate(port["name"], port["name"].Node);
            }
            if (port["containerPort"].Number != 0) problems.Between(port["containerPort"], 1, 65535);
            else if (port["containerPort"].Exists) problems.Required(port["containerPort"]);
            if (port["hostPort"].Number != 0) problems.Between(port["hostPort"], 1, 65535);
            if (hasHostNetwork && port["hostPort"].Exists && port["hostPort"].Number != port["containerPort"].Number)
                problems.Invalid(port["hostPort"], "must match `containerPort` when `hostNetwork` is true");
            problems.OneOf(port["protocol"], "SCTP", "TCP", "UDP");
        }
    }

    /// <summary>A port by number or by name, as probes and services name it.</summary>
    public static void CheckReference(Place port, Problems problems)
    {
        if (port.IsText) CheckName(port, problems);
        else if (port.Number is < 1 or > 65535) problems.Invalid(port, JsonValue.Create(port.Number), "must be between 1 and 65535, inclusive");
    }

    private static void CheckName(Place name, Problems problems)
    {
        if (name.Text.Length > 15) problems.Invalid(name, "must be no more than 15 characters");
        if (!Characters().IsMatch(name.Text)) problems.Invalid(name, "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        if (!name.Text.Any(char.IsAsciiLetterLower)) problems.Invalid(name, "must contain at least one letter (a-z)");
        if (name.Text.Contains("--", StringComparison.Ordinal)) problems.Invalid(name, "must not contain consecutive hyphens");
        if (name.Text.StartsWith('-') || name.Text.EndsWith('-')) problems.Invalid(name, "must not begin or end with a hyphen");
    }

    [GeneratedRegex(@"^[-a-z0-9]+\z")]
    private static partial Regex Characters();
}
