using k8s.Models;
using Smartbox.Api;

namespace Smartbox.Operator.Desired;

/// <summary>Copy of the bucket's keys beside the box, for restore and backup alone.</summary>
internal static class StoreCredentialsCopy
{
    public const string AccessKeyId = "accessKeyId";
    public const string SecretAccessKey = "secretAccessKey";

    public static V1Secret Build(BoxPlan plan, IDictionary<string, byte[]> source, string version) => new()
    {
        ApiVersion = V1Secret.KubeApiVersion,
        Kind = V1Secret.KubeKind,
        Type = "Opaque",
        Metadata = Ownership.BoxChild(plan, Names.StoreCredentials(plan.Name), "store-credentials", version, owned: true),
        Data = new Dictionary<string, byte[]>
        {
            [AccessKeyId] = source[AccessKeyId],
            [SecretAccessKey] = source[SecretAccessKey],
        },
    };
}
