using k8s.Models;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Tests.Fakes;
using Smartbox.Protocol;

namespace Smartbox.Operator.Tests;

public sealed class PodHardeningTests
{
    private readonly V1Pod _pod = BoxPod.Build(
        Samples.Plan(), new PodStart(1, false, "pin", 0), new PodOptions { SidecarImage = "sidecar", Version = "0.1.0" });

    private IEnumerable<V1Container> Containers => _pod.Spec.InitContainers.Concat(_pod.Spec.Containers);

    [Fact]
    public void EveryContainer_IsRestricted()
    {
        _pod.Spec.SecurityContext.RunAsNonRoot.Should().BeTrue();
        _pod.Spec.SecurityContext.SeccompProfile.Type.Should().Be("RuntimeDefault");
        _pod.Spec.AutomountServiceAccountToken.Should().BeFalse();
        _pod.Spec.EnableServiceLinks.Should().BeFalse();
        Containers.Should().HaveCount(4).And.OnlyContain(container =>
            container.SecurityContext.AllowPrivilegeEscalation == false
            && container.SecurityContext.ReadOnlyRootFilesystem == true
            && container.SecurityContext.Capabilities.Drop.Single() == "ALL"
            && container.Resources.Limits["memory"].Equals(container.Resources.Requests["memory"]));
    }

    [Fact]
    public void Secrets_AreMountedOnlyWhereTheyAreNeeded()
    {
        Keys(BoxPod.Restore).Should().Equal(PodContract.PasswordKey);
        Keys(BoxPod.Backup).Should().Equal(PodContract.PasswordKey, PodContract.CertificateKey, PodContract.PrivateKeyKey);
        Keys(BoxPod.Relay).Should().Equal(PodContract.CertificateKey, PodContract.PrivateKeyKey);
        Keys(BoxPod.Agent).Should().BeEmpty();
        MountedBy(PodVolumes.StoreCredentials).Should().BeEquivalentTo(BoxPod.Restore, BoxPod.Backup);
    }

    [Fact]
    public void Agent_SeesItsStateAndNothingOfTheRestOfTheVolume()
    {
        Container(BoxPod.Agent).VolumeMounts.Single(mount => mount.Name == PodVolumes.State).SubPath.Should().Be(PodContract.StateSubPath);
        Container(BoxPod.Relay).VolumeMounts.Single(mount => mount.Name == PodVolumes.State).SubPath.Should().Be(PodContract.RelaySubPath);
        Container(BoxPod.Backup).VolumeMounts.Single(mount => mount.Name == PodVolumes.State).MountPath.Should().Be(PodContract.VolumePath);
    }

    [Fact]
    public void Sidecars_AreNativeAndNoneWaitsForTheAgentToStart()
    {
        _pod.Spec.InitContainers.Select(container => (container.Name, container.RestartPolicy ?? "")).Should().Equal(
            ("restore", ""), ("backup", "Always"), ("relay", "Always"));
        Containers.Should().OnlyContain(container => container.StartupProbe == null);
        Container(BoxPod.Relay).ReadinessProbe.HttpGet.Scheme.Should().Be("HTTPS");
        _pod.Spec.TerminationGracePeriodSeconds.Should().BeGreaterThanOrEqualTo(60);
    }

    [Fact]
    public void TemplateHash_FollowsFromTheSpecAndNotFromTheOperator()
    {
        var other = BoxPod.Build(Samples.Plan(), new PodStart(9, true, "other", 3), new PodOptions { SidecarImage = "sidecar:2", Version = "9.9.9" });

        TemplateHash.Of(Samples.Plan()).Should().Be(TemplateHash.Of(Samples.Plan(box => box.Spec.Owner = "bob@example.com")));
        TemplateHash.Of(Samples.Plan()).Should().NotBe(TemplateHash.Of(Samples.Plan(box => box.Spec.Config!["language"] = "de")));
        other.Metadata.Annotations[Api.Labels.TemplateHash].Should().Be(_pod.Metadata.Annotations[Api.Labels.TemplateHash]);
    }

    private V1Container Container(string name) => Containers.Single(container => container.Name == name);

    private IEnumerable<string> MountedBy(string volume) =>
        Containers.Where(container => container.VolumeMounts.Any(mount => mount.Name == volume)).Select(container => container.Name);

    private IEnumerable<string> Keys(string container) => Container(container).VolumeMounts
        .Select(mount => _pod.Spec.Volumes.Single(volume => volume.Name == mount.Name))
        .Where(volume => volume.Secret?.SecretName == "alice-keys")
        .SelectMany(volume => volume.Secret.Items.Select(item => item.Key));
}
