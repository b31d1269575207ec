using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Tests.Resources;

public sealed class ResourceCatalogTests
{
    [Fact]
    public void Built_in_kinds_are_found_by_resource_and_by_kind()
    {
        var catalog = new ResourceCatalog();

        catalog.Find("apps", "v1", "deployments").Should().BeSameAs(catalog.FindKind("apps", "v1", "Deployment")).And.NotBeNull();
        catalog.Find("", "v1", "deployments").Should().BeNull();
    }

    [Fact]
    public void A_custom_kind_comes_and_goes_and_each_changes_the_generation()
    {
        var catalog = new ResourceCatalog();
        var before = catalog.Generation;

        catalog.SetCustom("pets.example.com", [Pet("v1"), Pet("v2")]);
        var there = catalog.Generation;
        catalog.Find("example.com", "v2", "pets").Should().NotBeNull();
        catalog.SetCustom("pets.example.com", [Pet("v2")]);
        catalog.Find("example.com", "v1", "pets").Should().BeNull();
        catalog.RemoveCustom("pets.example.com");

        catalog.Find("example.com", "v2", "pets").Should().BeNull();
        there.Should().BeGreaterThan(before);
        catalog.Generation.Should().BeGreaterThan(there);
    }

    [Fact]
    public void Removing_what_is_not_there_changes_nothing()
    {
        var catalog = new ResourceCatalog();
        var before = catalog.Generation;

        catalog.RemoveCustom("pets.example.com");

        catalog.Generation.Should().Be(before);
    }

    [Fact]
    public void An_event_comes_back_from_its_other_view_unchanged()
    {
        var view = new ResourceCatalog().Find("events.k8s.io", "v1", "events")!.Stored!;
        const string given = """{"apiVersion":"events.k8s.io/v1","kind":"Event","regarding":{"name":"x"},"note":"n","reportingController":"c","deprecatedCount":2,"type":"Normal"}""";

        var stored = view.ToStored(JsonNode.Parse(given)!.AsObject());
        stored.ToJsonString().Should().Contain("involvedObject").And.Contain("\"message\":\"n\"").And.Contain("\"apiVersion\":\"v1\"");

        JsonNode.DeepEquals(view.FromStored(stored), JsonNode.Parse(given)).Should().BeTrue();
    }

    private static ResourceType Pet(string version) => new()
    {
        Group = "example.com", Version = version, Resource = "pets", Singular = "pet", Kind = "Pet", IsNamespaced = true, Schema = new Schema(), IsCustom = true,
    };
}
