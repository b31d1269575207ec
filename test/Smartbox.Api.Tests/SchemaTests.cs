using k8s.Models;
using Smartbox.Api.Generator.Schemas;

namespace Smartbox.Api.Tests;

/// <summary>What holds for every field of every kind.</summary>
public class SchemaTests
{
    private static readonly List<(string Path, V1JSONSchemaProps Schema)> s_fields =
    [
        .. CrdBuilder.BuildAll().SelectMany(crd => Walk(crd.Spec.Names.Kind, crd.Spec.Versions[0].Schema.OpenAPIV3Schema))
            .Where(f => !f.Path.EndsWith(".metadata", StringComparison.Ordinal) && !f.Path.EndsWith(".apiVersion", StringComparison.Ordinal) && !f.Path.EndsWith(".kind", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Strings_Everywhere_AreBounded() =>
        s_fields.Where(f => f.Schema.Type == "string" || f.Schema.XKubernetesIntOrString == true)
            .Where(f => f.Schema.EnumProperty is null && f.Schema.Format != "date-time" && f.Schema.MaxLength is null)
            .Select(f => f.Path).Should().BeEmpty();

    [Fact]
    public void Lists_Everywhere_AreBoundedAndSayHowTheyMerge() =>
        s_fields.Where(f => f.Schema.Type == "array")
            .Where(f => f.Schema.MaxItems is null || f.Schema.XKubernetesListType is null || (f.Schema.XKubernetesListType == "map" && !KeyIsRequired(f.Schema)))
            .Select(f => f.Path).Should().BeEmpty();

    [Fact]
    public void Lists_WithOneWriter_AreThoseWhoseOrderMattersOrThatHaveNoKey() =>
        s_fields.Where(f => f.Schema.XKubernetesListType == "atomic").Select(f => f.Path)
            .Should().BeEquivalentTo("SmartboxType.spec.command", "SmartboxType.spec.args", "SmartboxTier.spec.tolerations");

    [Fact]
    public void Maps_Everywhere_AreBounded() =>
        s_fields.Where(f => f.Schema.AdditionalProperties is not null && f.Schema.MaxProperties is null).Select(f => f.Path).Should().BeEmpty();

    [Fact]
    public void Fields_Everywhere_HaveADescriptionThatIsASentence() =>
        s_fields.Where(f => !f.Path.EndsWith("[]", StringComparison.Ordinal) && !f.Path.EndsWith("{}", StringComparison.Ordinal))
            .Where(f => f.Schema.Description is not { Length: > 5 } text || !text.EndsWith('.'))
            .Select(f => f.Path).Should().BeEmpty();

    [Fact]
    public void Fields_Everywhere_AreAbsentRatherThanNull() =>
        s_fields.Where(f => f.Schema.Nullable == true).Select(f => f.Path).Should().BeEmpty();

    [Fact]
    public void Defaults_InTheSchema_AreThoseThatKubectlShows() =>
        s_fields.Where(f => f.Schema.DefaultProperty is not null).Select(f => (f.Path, (string)f.Schema.DefaultProperty))
            .Should().BeEquivalentTo([("Smartbox.spec.type", Names.DefaultType), ("Smartbox.spec.tier", Names.DefaultTier)]);

    [Fact]
    public void Required_Fields_AreThoseWithoutWhichNothingWorks() =>
        s_fields.Where(f => f.Path.Contains(".spec", StringComparison.Ordinal))
            .SelectMany(f => (f.Schema.Required ?? []).Select(name => $"{f.Path}.{name}"))
            .Should().BeEquivalentTo(
                "Smartbox.spec.owner",
                "Smartbox.spec.credentials[].slot",
                "Smartbox.spec.credentials[].secretRef",
                "Smartbox.spec.credentials[].secretRef.name",
                "Smartbox.spec.credentials[].secretRef.key",
                "Smartbox.spec.network.egress[].cidr",
                "SmartboxStore.spec.s3.endpoint",
                "SmartboxStore.spec.s3.bucket",
                "SmartboxStore.spec.folder.path",
                "SmartboxStore.spec.credentials.secretRef",
                "SmartboxStore.spec.credentials.secretRef.namespace",
                "SmartboxStore.spec.credentials.secretRef.name",
                "SmartboxStore.spec.egress[].cidr",
                "SmartboxTier.spec.resources",
                "SmartboxType.spec.image",
                "SmartboxType.spec.env[].name",
                "SmartboxType.spec.credentialSlots[].name",
                "SmartboxType.spec.egress[].cidr");

    [Fact]
    public void Enums_Everywhere_AreCamelCase() =>
        s_fields.SelectMany(f => f.Schema.EnumProperty ?? []).Cast<string>().Should().NotBeEmpty().And.AllSatisfy(word => word.Should().MatchRegex("^([A-Z][a-z]+)+$"));

    [Theory]
    [InlineData("smartboxes", "sbx", "Namespaced", true)]
    [InlineData("smartboxtiers", "sbt", "Cluster", false)]
    [InlineData("smartboxtypes", "sbty", "Cluster", false)]
    [InlineData("smartboxstores", "sbs", "Cluster", true)]
    public void Kind_IsKnownByItsNames(string plural, string shortName, string scope, bool hasStatus)
    {
        var crd = CrdBuilder.BuildAll().Single(c => c.Spec.Names.Plural == plural);

        crd.Metadata.Name.Should().Be($"{plural}.smartbox.dev");
        crd.Spec.Names.ShortNames.Should().Equal(shortName);
        crd.Spec.Names.Categories.Should().Equal("smartbox-all").And.NotContain(crd.Spec.Names.Singular, "kubectl reads a category first");
        crd.Spec.Scope.Should().Be(scope);
        (crd.Spec.Versions[0].Subresources?.Status is not null).Should().Be(hasStatus);
    }

    [Fact]
    public void Smartbox_Columns_AreThoseOfTheDesign()
    {
        var columns = CrdBuilder.BuildAll().Single(c => c.Spec.Names.Kind == "Smartbox").Spec.Versions[0].AdditionalPrinterColumns;

        columns.Where(c => c.Priority is null).Select(c => c.Name).Should().Equal("Owner", "Type", "Tier", "Ready", "Reason", "Last Backup", "Age");
        columns.Where(c => c.Priority == 1).Select(c => c.Name).Should().Equal("Node", "Image", "Restarts", "Message");
    }

    private static bool KeyIsRequired(V1JSONSchemaProps list) =>
        list.XKubernetesListMapKeys.All(key => ((V1JSONSchemaProps)list.Items).Required?.Contains(key) == true);

    private static IEnumerable<(string Path, V1JSONSchemaProps Schema)> Walk(string path, V1JSONSchemaProps schema) =>
    [
        (path, schema),
        .. (schema.Properties ?? new Dictionary<string, V1JSONSchemaProps>()).SelectMany(p => Walk($"{path}.{p.Key}", p.Value)),
        .. schema.Items is V1JSONSchemaProps items ? Walk(path + "[]", items) : [],
        .. schema.AdditionalProperties is V1JSONSchemaProps values ? Walk(path + "{}", values) : [],
    ];
}
