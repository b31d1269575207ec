using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Definitions;

/// <summary>The parts of versions with the paths that errors name. What is the same in all versions is named once, outside of them, as before versions had parts of their own.</summary>
internal static class VersionParts
{
    private static readonly FieldPath s_spec = FieldPath.Root.Child("spec");

    public static IReadOnlyList<JsonObject> Versions(JsonObject crd) => [.. (crd["spec"]?["versions"] as JsonArray ?? []).OfType<JsonObject>()];

    /// <summary>Schemas, also absent ones.</summary>
    public static IEnumerable<(JsonNode? Part, FieldPath Path)> Schemas(IReadOnlyList<JsonObject> versions) => Of(
        versions, version => version["schema"]?["openAPIV3Schema"], s_spec.Child("validation").Child("openAPIV3Schema"), version => version.Child("schema").Child("openAPIV3Schema"));

    /// <summary><c>subresources</c>, <c>additionalPrinterColumns</c> or <c>selectableFields</c>.</summary>
    public static IEnumerable<(JsonNode? Part, FieldPath Path)> Named(IReadOnlyList<JsonObject> versions, string name) =>
        Of(versions, version => version[name], s_spec.Child(name), version => version.Child(name));

    private static IEnumerable<(JsonNode? Part, FieldPath Path)> Of(
        IReadOnlyList<JsonObject> versions, Func<JsonObject, JsonNode?> part, FieldPath common, Func<FieldPath, FieldPath> own)
    {
        var first = versions.Count == 0 ? null : part(versions[0]);
        return versions.All(version => JsonNode.DeepEquals(part(version), first)) && first is not null
            ? [(first, common)]
            : versions.Select((version, i) => (part(version), own(s_spec.Child("versions").Index(i))));
    }
}
