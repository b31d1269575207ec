using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds.Pods;

/// <summary>Rules of a container's environment.</summary>
internal static partial class EnvironmentValidation
{
    private static readonly string[] Sources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

    private static readonly string[] FieldPaths =
    [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP",
        "status.podIPs",
    ];

    private static readonly string[] Resources =
        ["limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"];

    public static void Check(Place container, Problems problems)
    {
        foreach (var variable in container["env"].Items)
        {
            if (variable["name"].Text.Length > 0 && !VariableName().IsMatch(variable["name"].Text))
                problems.Invalid(variable["name"], "a valid environment variable name must consist only of printable ASCII characters other than '='");
            if (variable["valueFrom"].Exists) CheckSource(variable, problems);
        }
        foreach (var source in container["envFrom"].Items)
        {
            if (!source["configMapRef"].Exists && !source["secretRef"].Exists)
                problems.Invalid(container["envFrom"], JsonValue.Create(""), "must specify one of: `configMapRef` or `secretRef`");
            foreach (var name in (string[])["configMapRef", "secretRef"])
                if (source[name].Exists && source[name]["name"].Text.Length == 0) problems.Required(source[name]["name"]);
        }
    }

    /// <summary>A field of the pod by path; keys of labels and annotations are checked too.</summary>
    public static void CheckField(Place reference, string[] allowed, Problems problems)
    {
        var path = reference["fieldPath"];
        if (path.Text.Length == 0) return;
        if (MapEntry().Match(path.Text) is { Success: true } entry)
        {
            foreach (var wrong in NameRules.QualifiedName(entry.Groups["key"].Value)) problems.Invalid(reference, entry.Groups["key"].Value, wrong);
            return;
        }
        if (!IsKnown(path.Text)) problems.Invalid(path, $"error converting fieldPath: field label not supported: {path.Text}");
        else problems.OneOf(path, allowed);
    }

    public static void CheckResource(Place reference, Problems problems)
    {
        if (reference["resource"].Text.Length > 0 && !reference["resource"].Text.Contains("hugepages-", StringComparison.Ordinal)) problems.OneOf(reference["resource"], Resources);
    }

    private static bool IsKnown(string path) => FieldPaths.Contains(path) || path is "metadata.labels" or "metadata.annotations" or "spec.restartPolicy"
        or "spec.schedulerName" or "status.phase" or "status.nominatedNodeName" or "spec.host";

    private static void CheckSource(Place variable, Problems problems)
    {
        var source = variable["valueFrom"];
        var given = Sources.Where(name => source[name].Exists).ToList();
        if (given.Count == 0) problems.Invalid(source, JsonValue.Create(""), "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`");
        else if (variable["value"].Text.Length > 0) problems.Invalid(source, JsonValue.Create(""), "may not be specified when `value` is not empty");
        else if (given.Count > 1) problems.Invalid(source, JsonValue.Create(""), "may not have more than one field specified at a time");

        CheckField(source["fieldRef"], FieldPaths, problems);
        CheckResource(source["resourceFieldRef"], problems);
        foreach (var name in (string[])["configMapKeyRef", "secretKeyRef"])
        {
            if (!source[name].Exists) continue;
            problems.Name(source[name]["name"], NameRules.Dns1123Subdomain);
            if (source[name]["key"].Text.Length > 0) problems.Name(source[name]["key"], NameRules.ConfigKey);
        }
    }

    [GeneratedRegex(@"^[ -<>-~]+\z")]
    private static partial Regex VariableName();

    [GeneratedRegex(@"^metadata\.(labels|annotations)\['(?<key>.*)'\]\z", RegexOptions.ExplicitCapture)]
    private static partial Regex MapEntry();
}
