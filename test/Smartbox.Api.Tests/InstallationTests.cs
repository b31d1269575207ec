using k8s.Models;
using Smartbox.Api.Resources;

namespace Smartbox.Api.Tests;

/// <summary>The manifests of <c>config/</c> give no more than is needed, and agree with the names that the programs use.</summary>
public class InstallationTests
{
    public static TheoryData<string> Programs { get; } = new("operator", "gateway");

    [Theory]
    [MemberData(nameof(Programs))]
    public void Rules_Everywhere_NameWhatTheyGive(string program)
    {
        var rules = Rules(program);

        rules.Should().NotBeEmpty();
        rules.SelectMany(r => r.Verbs.Concat(r.Resources).Concat(r.ApiGroups)).Should().NotContain("*");
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Secrets_Everywhere_AreReadByNameOnly(string program) =>
        Rules(program).Where(r => r.Resources.Contains("secrets")).Should().NotBeEmpty()
            .And.AllSatisfy(r => r.Verbs.Should().NotContain(["list", "watch"]));

    [Fact]
    public void Operator_SpecOfBoxes_IsNeverReplaced() =>
        Rules("operator").Where(r => r.Resources.Contains(SmartboxResource.KubePluralName)).SelectMany(r => r.Verbs).Should().BeEquivalentTo("get", "list", "watch", "patch");

    [Fact]
    public void Gateway_Cluster_IsReadOnly() =>
        Rules("gateway").SelectMany(r => r.Verbs).Distinct().Should().BeEquivalentTo("get", "list", "watch");

    [Fact]
    public void Gateway_Secrets_AreItsOwnTwo() =>
        Rules("gateway").Single(r => r.Resources.Contains("secrets")).ResourceNames.Should().BeEquivalentTo(Names.IssuerSecret, Names.GatewayKeySecret);

    [Theory]
    [MemberData(nameof(Programs))]
    public void Deployment_Container_IsRestricted(string program)
    {
        var pod = Repository.Load($"config/{program}/deployment.yaml").OfType<V1Deployment>().Single().Spec.Template.Spec;
        var container = pod.Containers.Should().ContainSingle().Subject;

        pod.SecurityContext.RunAsNonRoot.Should().BeTrue();
        pod.SecurityContext.SeccompProfile.Type.Should().Be("RuntimeDefault");
        container.Image.Should().Be($"smartbox.dev/{program}:dev");
        container.SecurityContext.ReadOnlyRootFilesystem.Should().BeTrue();
        container.SecurityContext.AllowPrivilegeEscalation.Should().BeFalse();
        container.SecurityContext.Capabilities.Drop.Should().Equal("ALL");
        container.Resources.Limits.Should().NotContainKey("cpu");
        container.Resources.Limits["memory"].Should().Be(container.Resources.Requests["memory"]);
        container.LivenessProbe.HttpGet.Path.Should().Be("/healthz");
        container.ReadinessProbe.HttpGet.Path.Should().Be("/readyz");
        container.Ports.Should().Contain(p => p.Name == "health" && p.ContainerPort == 8081);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Bindings_Everywhere_TieTheProgramsOwnRoleToItsOwnAccount(string program)
    {
        var objects = Repository.Load($"config/rbac/{program}.yaml");
        var name = $"smartbox-{program}";

        var cluster = objects.OfType<V1ClusterRoleBinding>().Single();
        cluster.RoleRef.Name.Should().Be(name);
        cluster.Subjects.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = name, NamespaceProperty = Names.SystemNamespace });
        var own = objects.OfType<V1RoleBinding>().Single();
        own.RoleRef.Name.Should().Be(name);
        own.Subjects.Should().ContainSingle().Which.Name.Should().Be(name);
    }

    [Fact]
    public void Namespace_OfTheInstallation_IsTheOneThatTheProgramsExpect() =>
        Repository.Load("config/default/namespace.yaml").OfType<V1Namespace>().Single().Name().Should().Be(Names.SystemNamespace);

    private static List<V1PolicyRule> Rules(string program)
    {
        var objects = Repository.Load($"config/rbac/{program}.yaml");
        return [.. objects.OfType<V1ClusterRole>().SelectMany(r => r.Rules), .. objects.OfType<V1Role>().SelectMany(r => r.Rules)];
    }
}
