using k8s.Models;
using Smartbox.Api;
using Smartbox.Protocol;

namespace Smartbox.Operator.Desired;

/// <summary>The ConfigMap with the type's instructions and the box's settings; a setting named like the instructions' file replaces them.</summary>
internal static class BoxConfig
{
    public static V1ConfigMap Build(BoxPlan plan, string version) => new()
    {
        ApiVersion = V1ConfigMap.KubeApiVersion,
        Kind = V1ConfigMap.KubeKind,
        Metadata = Ownership.BoxChild(plan, Names.Config(plan.Name), "config", version, owned: true),
        Data = Data(plan),
    };

    public static Dictionary<string, string> Data(BoxPlan plan)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        if (plan.Type.Spec.Instructions is { } instructions)
        {
            data[PodContract.InstructionsFile] = instructions;
        }

        foreach (var (key, value) in plan.Box.Spec.Config ?? new Dictionary<string, string>())
        {
            data[key] = value;
        }

        return data;
    }
}
