using System.Text;
using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Operator.Desired;

namespace Smartbox.Operator.Tests.Fakes;

internal static class Samples
{
    public const string Uid = "6f1c0a52-7c3e-4f0a-9d57-0b5f5f5e1a11";

    public static SmartboxResource Box() => new()
    {
        Metadata = new V1ObjectMeta { NamespaceProperty = World.Ns, Name = World.Name, Uid = Uid, Generation = 1 },
        Spec = new SmartboxSpec { Owner = "alice@example.com", Config = new Dictionary<string, string> { ["language"] = "en" } },
    };

    public static SmartboxTierResource Tier() => new()
    {
        Metadata = new V1ObjectMeta { Name = Names.DefaultTier },
        Spec = new SmartboxTierSpec
        {
            Resources = new ResourceRequirements
            {
                Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("500m"), ["memory"] = new("4Gi") },
                Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("250m") },
            },
            State = new TierStateSpec { Size = "8Gi" },
        },
    };

    public static SmartboxTypeResource Type() => new()
    {
        Metadata = new V1ObjectMeta { Name = Names.DefaultType },
        Spec = new SmartboxTypeSpec
        {
            Image = "registry.example/companion:1",
            Instructions = "You are a helpful companion.",
            CredentialSlots = [new CredentialSlot { Name = "model", Env = "SMARTBOX_MODEL_API_KEY" }, new CredentialSlot { Name = "calendar" }],
        },
    };

    public static SmartboxStoreResource Store() => new()
    {
        Metadata = new V1ObjectMeta { Name = Names.DefaultStore },
        Spec = new SmartboxStoreSpec
        {
            S3 = new S3Spec { Endpoint = "https://192.0.2.7:9000", Bucket = "boxes" },
            Credentials = new StoreCredentials { SecretRef = new SecretRef { Namespace = World.SystemNs, Name = "smartbox-store" } },
        },
    };

    public static V1Secret StoreSecret() => Secret(World.SystemNs, "smartbox-store", ("accessKeyId", "AKIA"), ("secretAccessKey", "shh"));

    public static V1Secret Secret(string ns, string name, params (string Key, string Value)[] data) => new()
    {
        Metadata = new V1ObjectMeta { NamespaceProperty = ns, Name = name },
        Data = data.ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetBytes(entry.Value)),
    };

    public static BoxPlan Plan(Action<SmartboxResource>? change = null)
    {
        var box = Box();
        change?.Invoke(box);
        return new BoxPlan(box, Tier(), Type(), Store());
    }
}
