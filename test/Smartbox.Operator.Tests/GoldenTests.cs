using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using Smartbox.Api.Resources;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Tests.Fakes;

namespace Smartbox.Operator.Tests;

/// <summary>What is applied to a cluster, as files. UPDATE_GOLDEN=1 writes them; the difference is for a person to read.</summary>
public sealed class GoldenTests
{
    private static readonly PodStart s_start = new(7, ExpectState: true, "a1b2c3", RestartsBefore: 2);
    private static readonly PodOptions s_options = new() { SidecarImage = "registry.example/sidecar:1", Version = "0.1.0" };

    [Fact]
    public void Pod_OfAPlainBox() => Check("pod.yaml", BoxPod.Build(Samples.Plan(), s_start, s_options));

    [Fact]
    public void Pod_WithEverything()
    {
        var plan = Samples.Plan(box =>
        {
            box.Spec.State = new StateSpec { Mode = StateMode.Bucket };
            box.Spec.Backup = new BackupSpec { Interval = "5m", Exclude = ["cache/**", "*.tmp"] };
            box.Spec.Credentials =
            [
                new CredentialSpec { Slot = "model", SecretRef = new SecretKeyRef { Name = "alice-model", Key = "apiKey" } },
                new CredentialSpec { Slot = "calendar", SecretRef = new SecretKeyRef { Name = "alice-calendar", Key = "token" } },
            ];
        });
        plan.Type.Spec.Command = ["/agent"];
        plan.Type.Spec.Args = ["--verbose"];
        plan.Type.Spec.Port = 9000;
        plan.Type.Spec.StateMountPath = "/home/agent";
        plan.Type.Spec.Env = [new EnvVar { Name = "MODE", Value = "full" }, new EnvVar { Name = "SMARTBOX_NAME", Value = "forged" }];
        plan.Tier.Spec.RuntimeClassName = "gvisor";
        plan.Tier.Spec.NodeSelector = new Dictionary<string, string> { ["pool"] = "boxes" };
        plan.Tier.Spec.Tolerations = [new V1Toleration { Key = "boxes", OperatorProperty = "Exists", Effect = "NoSchedule" }];
        plan.Tier.Spec.PriorityClassName = "companions";
        plan.Tier.Spec.EphemeralStorage = "2Gi";
        plan.Store.Spec.S3!.Prefix = "eu/";
        plan.Store.Spec.S3.Region = "eu-west-1";
        plan.Store.Spec.S3.ForcePathStyle = false;

        Check("pod-everything.yaml", BoxPod.Build(plan, s_start, s_options));
    }

    [Fact]
    public void Pod_WithAFolderAsStore()
    {
        var plan = Samples.Plan() with
        {
            Store = new SmartboxStoreResource
            {
                Metadata = new V1ObjectMeta { Name = "default" },
                Spec = new SmartboxStoreSpec { Folder = new FolderSpec { Path = "/var/lib/smartbox" } },
            },
        };

        var pod = BoxPod.Build(plan, s_start, s_options);

        pod.Spec.InitContainers[0].Env.Should().Contain(variable => variable.Name == "SMARTBOX_STORE_FOLDER" && variable.Value == "/var/lib/smartbox");
        pod.Spec.Volumes.Should().NotContain(volume => volume.Name == PodVolumes.StoreCredentials);
    }

    [Fact]
    public void Claim() => Check("claim.yaml", StateClaim.Build(Samples.Plan(box => box.Spec.State = new StateSpec { StorageClassName = "fast" }), "0.1.0"));

    [Fact]
    public void Config() => Check("config.yaml", BoxConfig.Build(Samples.Plan(), "0.1.0"));

    [Fact]
    public void Trust() => Check("trust.yaml", TrustBundle.Build(World.Ns, "gateway's", "operator's", "0.1.0"));

    [Fact]
    public void NetworkPolicy_OfTheNamespace()
    {
        var byName = Samples.Store();
        byName.Metadata.Name = "r2";
        byName.Spec.S3!.Endpoint = "https://account.r2.cloudflarestorage.com";
        var inside = Samples.Store();
        inside.Metadata.Name = "inside";
        inside.Spec.S3!.Endpoint = "http://minio.storage.svc:9000";
        inside.Spec.Egress = [new EgressRule { Cidr = "10.96.0.0/16" }];

        Check("network-default.yaml", NetworkPolicies.Default(World.Ns, World.SystemNs, [byName, Samples.Store(), inside], "0.1.0"));
    }

    [Fact]
    public void NetworkPolicy_OfATypeAndOfABox()
    {
        var plan = Samples.Plan(box => box.Spec.Network = new NetworkSpec
        {
            Egress = [new EgressRule { Cidr = "0.0.0.0/0", Except = ["10.0.0.0/8"], Ports = [443] }, new EgressRule { Cidr = "203.0.113.0/24" }],
        });
        plan.Type.Spec.Egress = [new EgressRule { Cidr = "::/0", Ports = [443, 993] }];

        Check("network-type.yaml", NetworkPolicies.ForType(World.Ns, plan.Type, "0.1.0")!);
        Check("network-box.yaml", NetworkPolicies.ForBox(plan, "0.1.0")!);
    }

    private static void Check(string name, object desired, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", name);
        var actual = KubernetesYaml.Serialize(desired).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }

        actual.Should().Be(File.ReadAllText(path));
    }
}
