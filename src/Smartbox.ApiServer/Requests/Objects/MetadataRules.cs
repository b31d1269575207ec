using System.Text;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>What metadata may hold, whatever the kind.</summary>
/// <remarks>Source: apimachinery's ValidateObjectMeta; its messages.</remarks>
internal static class MetadataRules
{
    private const int MostAnnotationBytes = 256 * 1024;

    private static readonly string[] s_plainFinalizers = ["orphan", "foregroundDeletion", "kubernetes"];

    public static IEnumerable<FieldError> Check(JsonObject value, ResourceType type)
    {
        var meta = value.Meta();
        if (meta.Text("generateName") is { } prefix)
        {
            foreach (var message in NameMessages(type, prefix.TrimEnd('-') is { Length: > 0 } stem ? stem : "x"))
            {
                yield return Wrong("metadata.generateName", prefix, message);
            }
        }

        if (meta.Text("name") is not { } name)
        {
            yield return new("metadata.name", "FieldValueRequired", "Required value: name or generateName is required");
        }
        else
        {
            foreach (var message in NameMessages(type, name))
            {
                yield return Wrong("metadata.name", name, message);
            }
        }

        var errors = CheckLabels(meta).Concat(CheckAnnotations(meta)).Concat(CheckOwners(meta)).Concat(CheckFinalizers(value, type));
        foreach (var error in errors)
        {
            yield return error;
        }
    }

    public static IEnumerable<FieldError> CheckUpdate(JsonObject value, JsonObject old)
    {
        if (old.IsDeleting())
        {
            var added = value.Finalizers().Except(old.Finalizers()).ToList();
            if (added.Count > 0)
            {
                var shown = string.Join(", ", added.Select(finalizer => $"\"{finalizer}\""));
                yield return new(
                    "metadata.finalizers", "FieldValueForbidden",
                    $"Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{{{shown}}}");
            }
        }
    }

    private static IEnumerable<string> NameMessages(ResourceType type, string name) => type switch
    {
        { Group: "", Resource: "namespaces" } => NameRules.Dns1123Label(name),
        { Group: "", Resource: "services" } => NameRules.Dns1035Label(name),
        { Group: "rbac.authorization.k8s.io" } => PathSegment(name),
        _ => NameRules.Dns1123Subdomain(name),
    };

    private static IEnumerable<string> PathSegment(string name)
    {
        if (name is "." or "..")
        {
            yield return $"may not be '{name}'";
        }

        foreach (var character in "/%")
        {
            if (name.Contains(character, StringComparison.Ordinal))
            {
                yield return $"may not contain '{character}'";
            }
        }
    }

    private static IEnumerable<FieldError> CheckLabels(JsonObject meta)
    {
        if (meta["labels"] is not JsonObject labels)
        {
            yield break;
        }

        foreach (var (key, node) in labels)
        {
            foreach (var message in NameRules.QualifiedName(key))
            {
                yield return Wrong("metadata.labels", key, message);
            }

            var value = node?.ToString() ?? "";
            foreach (var message in NameRules.LabelValue(value))
            {
                yield return Wrong("metadata.labels", value, message);
            }
        }
    }

    private static IEnumerable<FieldError> CheckAnnotations(JsonObject meta)
    {
        if (meta["annotations"] is not JsonObject annotations)
        {
            yield break;
        }

        var size = 0;
        foreach (var (key, value) in annotations)
        {
            // Keys may have capital letters, unlike those of labels.
            foreach (var message in NameRules.QualifiedName(key.ToLowerInvariant()))
            {
                yield return Wrong("metadata.annotations", key, message);
            }

            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value?.ToString() ?? "");
        }

        if (size > MostAnnotationBytes)
        {
            yield return new("metadata.annotations", "FieldValueTooLong", $"Too long: may not be more than {MostAnnotationBytes} bytes");
        }
    }

    private static IEnumerable<FieldError> CheckOwners(JsonObject meta)
    {
        if (meta["ownerReferences"] is not JsonArray owners)
        {
            yield break;
        }

        string? controller = null;
        for (var i = 0; i < owners.Count; i++)
        {
            if (owners[i] is not JsonObject owner)
            {
                continue;
            }

            var path = $"metadata.ownerReferences[{i}]";
            foreach (var field in (string[])["apiVersion", "kind", "name", "uid"])
            {
                if (owner.Text(field) is null)
                {
                    yield return field == "apiVersion"
                        ? Wrong($"{path}.apiVersion", "", "version must not be empty")
                        : new($"{path}.{field}", "FieldValueRequired", "Required value: must not be empty");
                }
            }

            if (owner["controller"] is JsonValue flag && flag.TryGetValue<bool>(out var isController) && isController)
            {
                if (controller is not null)
                {
                    yield return Wrong(
                        "metadata.ownerReferences", owner.ToJsonString(),
                        $"Only one reference can have Controller set to true. Found \"true\" in references for {controller} and {owner.Text("name")}");
                }

                controller ??= owner.Text("name");
            }
        }
    }

    private static IEnumerable<FieldError> CheckFinalizers(JsonObject value, ResourceType type)
    {
        // Custom kinds and their definitions take names without a prefix, too.
        var isFree = type.IsCustom || type.Group == "apiextensions.k8s.io";
        var finalizers = value.Finalizers();
        for (var i = 0; i < finalizers.Count; i++)
        {
            foreach (var message in NameRules.QualifiedName(finalizers[i]))
            {
                yield return Wrong($"metadata.finalizers[{i}]", finalizers[i], message);
            }

            if (!isFree && !finalizers[i].Contains('/', StringComparison.Ordinal) && !s_plainFinalizers.Contains(finalizers[i]))
            {
                yield return Wrong($"metadata.finalizers[{i}]", finalizers[i], "name is neither a standard finalizer name nor is it fully qualified");
            }
        }

        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion"))
        {
            yield return Wrong("metadata.finalizers", $"[{string.Join(", ", finalizers)}]", "finalizer orphan and foregroundDeletion cannot be both set");
        }
    }

    private static FieldError Wrong(string path, string value, string message) => new(path, "FieldValueInvalid", $"Invalid value: \"{value}\": {message}");
}
