using System.Text.Json.Nodes;
using k8s.Models;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Resources.Models;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Tests.Schemas;

/// <summary>Kinds made for tests.</summary>
internal static class TestKinds
{
    public static Schema ObjectMeta { get; } = ModelSchemas.Of<V1ObjectMeta>();

    public static IReadOnlyList<ResourceType> Read(JsonObject crd) => CrdReader.Read(crd, ObjectMeta);

    /// <summary>A schema whose <c>spec</c> is given, in YAML.</summary>
    public static Schema WithSpec(string yaml) => Read(Definition(yaml)).Single().Schema;

    /// <summary>A definition of the kind Probe whose <c>spec</c> has the given schema, in YAML.</summary>
    public static JsonObject Definition(string specYaml)
    {
        var crd = YamlText.Parse("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: probes.schemas.probe.dev}
            spec:
              group: schemas.probe.dev
              scope: Namespaced
              names: {plural: probes, singular: probe, kind: Probe, listKind: ProbeList}
              versions:
              - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {}}}}
            """);
        crd["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"] = YamlText.Parse(specYaml);
        return crd;
    }

    public static JsonObject Probe(JsonNode? spec) => new()
    {
        ["apiVersion"] = "schemas.probe.dev/v1",
        ["kind"] = "Probe",
        ["metadata"] = new JsonObject { ["name"] = "x" },
        ["spec"] = spec?.DeepClone(),
    };
}
