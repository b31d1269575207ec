using System.Text.Json.Nodes;
using k8s.Models;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Resources.Kinds;
using Smartbox.ApiServer.Resources.Models;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Tests.Resources;

public sealed class ModelSchemaTests
{
    private static readonly Schema Spec = ModelSchemas.Of<V1Pod>().Properties["spec"];

    [Fact]
    public void Fields_have_the_types_of_the_model()
    {
        Spec.Properties["hostNetwork"].Type.Should().Be("boolean");
        Spec.Properties["terminationGracePeriodSeconds"].Should().Match<Schema>(schema => schema.Type == "integer" && schema.Format == "int64");
        ModelSchemas.Of<V1HTTPGetAction>().Properties["port"].IsIntOrString.Should().BeTrue();
        ModelSchemas.Of<V1Secret>().Properties["data"].AdditionalProperties!.Format.Should().Be("byte");
        ModelSchemas.Of<V1Lease>().Properties["spec"].Properties["renewTime"].Format.Should().Be("date-time");
    }

    [Fact]
    public void Lists_are_merged_by_the_keys_that_Kubernetes_publishes()
    {
        var ports = Spec.Properties["containers"].Items!.Properties["ports"];

        Spec.Properties["containers"].PatchMergeKey.Should().Be("name");
        Spec.Properties["volumes"].PatchStrategy.Should().Be("merge,retainKeys");
        ports.ListType.Should().Be(ListType.Map);
        ports.ListMapKeys.Should().Equal("containerPort", "protocol");
        ports.PatchMergeKey.Should().Be("containerPort");
        ports.Items!.Properties["protocol"].Default!.GetValue<string>().Should().Be("TCP");
        Spec.Properties["nodeSelector"].IsAtomicMap.Should().BeTrue();
        ModelSchemas.Of<V1LabelSelector>().IsAtomicMap.Should().BeTrue();
        ModelSchemas.Of<V1ObjectMeta>().Properties["finalizers"].ListType.Should().Be(ListType.Set);
    }

    [Fact]
    public void Every_fact_is_of_a_field_that_its_model_has()
    {
        var models = new HashSet<Schema>(ReferenceEqualityComparer.Instance);
        foreach (var type in BuiltInKinds.All) Collect(type.Schema, models);

        foreach (var schema in models) schema.Required.Should().BeSubsetOf(schema.Properties.Keys, ModelSchemas.ComponentOf(schema));
        models.Select(ModelSchemas.ComponentOf).Should().Contain(
            ["io.k8s.api.core.v1.PodSpec", "io.k8s.api.events.v1.Event", "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta", "io.k8s.api.rbac.v1.RoleRef"]);
    }

    [Fact]
    public void Normalize_does_what_a_round_trip_through_Go_does()
    {
        var pod = JsonNode.Parse("""
            {"metadata": {"name": "a", "creationTimestamp": null, "labels": {}},
             "spec": {"nodeSelector": {}, "volumes": [{"name": "v", "emptyDir": {}}],
              "containers": [{"name": "c", "args": [], "resources": {"limits": {"cpu": 1, "memory": "1024Mi"}, "requests": {"cpu": 0.5, "memory": "1e3"}}}]}}
            """)!.AsObject();

        ModelObjects.Normalize(pod, new ResourceCatalog().Find("", "v1", "pods")!);

        JsonNode.DeepEquals(pod, JsonNode.Parse("""
            {"metadata": {"name": "a"},
             "spec": {"volumes": [{"name": "v", "emptyDir": {}}],
              "containers": [{"name": "c", "resources": {"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "500m", "memory": "1e3"}}}]}}
            """)).Should().BeTrue(pod.ToJsonString());
    }

    [Theory]
    [InlineData("1000m", "1")]
    [InlineData("0.5", "500m")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1536Mi", "1536Mi")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("0.5Gi", "512Mi")]
    [InlineData("512Ki", "512Ki")]
    [InlineData("1000Ki", "1000Ki")]
    [InlineData("100", "100")]
    [InlineData("1000000", "1M")]
    [InlineData("1e3", "1e3")]
    [InlineData("12e6", "12e6")]
    [InlineData("0", "0")]
    [InlineData("-1.5", "-1500m")]
    [InlineData("0.1Ki", "102400m")]
    [InlineData("1n", "1n")]
    [InlineData("0.0000000001", "1n")]
    public void Quantities_are_written_canonically(string given, string canonical)
    {
        Quantity.TryParse(given, out var quantity).Should().BeTrue();

        quantity.ToString().Should().Be(canonical);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1gb")]
    [InlineData("Mi")]
    [InlineData("1 Gi")]
    public void What_is_no_quantity_is_refused(string given) => Quantity.TryParse(given, out _).Should().BeFalse();

    private static void Collect(Schema schema, HashSet<Schema> models)
    {
        if (!models.Add(schema)) return;
        foreach (var field in schema.Properties.Values) Collect(field, models);
        if (schema.Items is { } items) Collect(items, models);
        if (schema.AdditionalProperties is { } values) Collect(values, models);
    }
}
