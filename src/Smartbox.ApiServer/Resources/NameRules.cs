using System.Text.RegularExpressions;

namespace Smartbox.ApiServer.Resources;

/// <summary>What names, keys and values may look like, and what a wrong one is told.</summary>
/// <remarks>Source: apimachinery's util/validation; people and tests know these messages.</remarks>
internal static partial class NameRules
{
    private const string Dns1123LabelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string SubdomainPattern = Dns1123LabelPattern + @"(\." + Dns1123LabelPattern + ")*";
    private const string Dns1035LabelPattern = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private const string QualifiedPattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string LabelValuePattern = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";
    private const string ConfigKeyPattern = "[-._a-zA-Z0-9]+";

    public static IEnumerable<string> Dns1123Label(string value) => Check(
        value, 63, Label(),
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
        "(e.g. 'my-name',  or '123-abc', regex used for validation is '" + Dns1123LabelPattern + "')");

    public static IEnumerable<string> Dns1123Subdomain(string value) => Check(
        value, 253, Subdomain(),
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
        "(e.g. 'example.com', regex used for validation is '" + SubdomainPattern + "')");

    public static IEnumerable<string> Dns1035Label(string value) => Check(
        value, 63, Label1035(),
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
        "(e.g. 'my-name',  or 'abc-123', regex used for validation is '" + Dns1035LabelPattern + "')");

    public static IEnumerable<string> LabelValue(string value) => Check(
        value, 63, Value(),
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '" + LabelValuePattern + "')");

    /// <summary>Keys of config maps and secrets.</summary>
    public static IEnumerable<string> ConfigKey(string value)
    {
        foreach (var wrong in Check(
            value, 253, Key(), "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
            "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '" + ConfigKeyPattern + "')"))
            yield return wrong;
        if (value == ".") yield return "must not be '.'";
        else if (value == "..") yield return "must not be '..'";
        else if (value.StartsWith("..", StringComparison.Ordinal)) yield return "must not start with '..'";
    }

    /// <summary>Keys of labels and annotations, finalizers, resources: a name with an optional DNS prefix.</summary>
    public static IEnumerable<string> QualifiedName(string value)
    {
        var parts = value.Split('/');
        if (parts.Length > 2)
        {
            yield return "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
                + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '" + QualifiedPattern
                + "') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            yield break;
        }
        if (parts.Length == 2)
        {
            if (parts[0].Length == 0) yield return "prefix part must be non-empty";
            else
                foreach (var wrong in Dns1123Subdomain(parts[0])) yield return "prefix part " + wrong;
        }
        var name = parts[^1];
        if (name.Length == 0) yield return "name part must be non-empty";
        else if (name.Length > 63) yield return "name part must be no more than 63 characters";
        if (!Qualified().IsMatch(name))
            yield return "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
                + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '" + QualifiedPattern + "')";
    }

    private static IEnumerable<string> Check(string value, int longest, Regex pattern, string message, string examples)
    {
        if (value.Length > longest) yield return $"must be no more than {longest} characters";
        if (!pattern.IsMatch(value)) yield return $"{message} {examples}";
    }

    [GeneratedRegex("^" + Dns1123LabelPattern + @"\z")]
    private static partial Regex Label();

    [GeneratedRegex("^" + SubdomainPattern + @"\z")]
    private static partial Regex Subdomain();

    [GeneratedRegex("^" + Dns1035LabelPattern + @"\z")]
    private static partial Regex Label1035();

    [GeneratedRegex("^" + LabelValuePattern + @"\z")]
    private static partial Regex Value();

    [GeneratedRegex("^" + QualifiedPattern + @"\z")]
    private static partial Regex Qualified();

    [GeneratedRegex("^" + ConfigKeyPattern + @"\z")]
    private static partial Regex Key();
}
