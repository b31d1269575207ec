using System.Text.Json.Nodes;
using k8s.Models;
using Smartbox.ApiServer.Resources.Models;
using Smartbox.ApiServer.Schemas;
using Smartbox.ApiServer.Schemas.Definitions;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Custom resource definitions: names that follow from others. What is wrong with one, <see cref="CrdReader"/>'s rules say.</summary>
internal static class DefinitionStrategy
{
    public static readonly ResourceStrategy Strategy = new()
    {
        Default = definition =>
        {
            var spec = definition.Child("spec");
            var names = spec.Child("names");
            if (names.Text("kind") is { Length: > 0 } kind)
            {
                names.DefaultText("singular", kind.ToLowerInvariant());
                names.DefaultText("listKind", kind + "List");
            }
            spec.Child("conversion").DefaultText("strategy", "None");
        },
        Validate = (definition, _) => DefinitionRules.Validate(definition, ModelSchemas.Of<V1ObjectMeta>()),
        PrepareForCreate = definition => definition["status"] = new JsonObject
        {
            ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" },
            ["storedVersions"] = StoredVersions(definition),
        },
        PrepareForUpdate = (definition, old) =>
        {
            var stored = old["status"]?["storedVersions"] as JsonArray ?? [];
            var names = stored.Concat(StoredVersions(definition)).Select(name => name!.GetValue<string>()).Distinct();
            definition.Child("status")["storedVersions"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]);
        },
    };

    private static JsonArray StoredVersions(JsonObject definition) =>
        new([.. definition["spec"].List("versions").Where(version => version.IsTrue("storage")).Select(version => JsonValue.Create(version.Text("name")))]);
}
