using k8s;
using k8s.Models;
using Smartbox.Api.Resources;

namespace Smartbox.Api.Tests;

/// <summary>What ships as YAML is what the C# types read.</summary>
public class ManifestsTests
{
    public static TheoryData<string> Files { get; } =
    [
        .. new[] { "examples", "config/catalog" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.Path(folder), "*.yaml"))
            .Select(file => Path.GetRelativePath(Repository.Root, file)),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Manifest_OfAUser_IsReadWithoutARest(string file)
    {
        var objects = Repository.Load(file);

        objects.Should().NotBeEmpty().And.AllBeAssignableTo<IMetadata<V1ObjectMeta>>();
    }

    [Theory]
    [InlineData("standard-1", "500m", "250m", "4Gi", "8Gi")]
    [InlineData("standard-2", "1", "500m", "6Gi", "12Gi")]
    [InlineData("standard-3", "2", "1", "8Gi", "16Gi")]
    public void Tiers_Shipped_AreThoseOfTheDesign(string name, string cpu, string cpuRequest, string memory, string volume)
    {
        var tier = Repository.Load("config/catalog/tiers.yaml").Cast<SmartboxTierResource>().Single(t => t.Name() == name).Spec;

        tier.Resources.Limits!["cpu"].Should().Be(new ResourceQuantity(cpu));
        tier.Resources.Requests!["cpu"].Should().Be(new ResourceQuantity(cpuRequest));
        tier.Resources.Limits["memory"].Should().Be(new ResourceQuantity(memory));
        tier.Resources.Requests["memory"].Should().Be(new ResourceQuantity(memory));
        tier.EffectiveStateSize().Should().Be(volume);
    }

    [Theory]
    [InlineData("pa")]
    [InlineData("custom")]
    public void Types_Shipped_TakeAModelKeyAndReachPublicAddressesOnly(string name)
    {
        var type = Repository.Load("config/catalog/types.yaml").Cast<SmartboxTypeResource>().Single(t => t.Name() == name).Spec;

        type.Instructions.Should().NotBeNullOrWhiteSpace();
        type.CredentialSlots.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "model", Required = false, Env = "SMARTBOX_MODEL_API_KEY" });
        var egress = type.Egress.Should().ContainSingle().Subject;
        egress.Ports.Should().Equal(443);
        egress.Except.Should().Contain(["10.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"]);
    }

    [Fact]
    public void Tier_QuantitiesAsNumbers_AreReadAsTheApiServerReturnsThem()
    {
        const string json = """{"spec":{"resources":{"limits":{"cpu":2,"memory":536870912},"requests":{"cpu":"1"}}}}""";

        var tier = KubernetesJson.Deserialize<SmartboxTierResource>(json).Spec;

        tier.Resources.Limits!["cpu"].Should().Be(new ResourceQuantity("2"));
        tier.Resources.Limits["memory"].Should().Be(new ResourceQuantity("512Mi"));
    }

    [Fact]
    public void Box_FieldsLeftOut_AreAbsentAndNotNull()
    {
        var box = new SmartboxResource { Metadata = new V1ObjectMeta { Name = "alice" }, Spec = new SmartboxSpec { Owner = "alice@example.com" } };

        KubernetesJson.Serialize(box).Should().NotContain("null");
    }
}
