using k8s.Models;
using Smartbox.Api.Resources;
using Smartbox.Protocol;
using static Smartbox.Operator.Desired.BoxPod;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Operator.Desired;

/// <summary>The container of the type. It sees its state, its credentials and its configuration, and nothing of the sidecars'.</summary>
internal static class AgentContainer
{
    public static V1Container Build(BoxPlan plan)
    {
        var type = plan.Type.Spec;
        var state = type.EffectiveStateMountPath();
        return new V1Container
        {
            Name = Agent,
            Image = type.Image,
            ImagePullPolicy = type.EffectiveImagePullPolicy(),
            Command = type.Command,
            Args = type.Args,
            Env = [.. Environment(plan, state)],
            Resources = Resources(plan),
            SecurityContext = Restricted(),
            TerminationMessagePath = PodContract.TerminationLogPath,
            // Never the log's tail: what an agent prints may be its user's words, and status is read by others.
            TerminationMessagePolicy = "File",
            VolumeMounts =
            [
                PodVolumes.Mount(PodVolumes.State, state, readOnly: false, PodContract.StateSubPath),
                PodVolumes.Mount(PodVolumes.Temp, "/tmp", readOnly: false),
                PodVolumes.Mount(PodVolumes.Config, PodContract.ConfigPath),
                .. PodVolumes.HasCredentialFiles(plan) ? [PodVolumes.Mount(PodVolumes.Credentials, PodContract.CredentialsPath)] : Array.Empty<V1VolumeMount>(),
            ],
        };
    }

    /// <summary>The type's own variables come first: the operator's and the credentials' win over one of the same name.</summary>
    private static IEnumerable<V1EnvVar> Environment(BoxPlan plan, string state)
    {
        List<V1EnvVar> own =
        [
            Variable(Variables.Namespace, plan.Namespace),
            Variable(Variables.Name, plan.Name),
            Variable(Variables.StatePath, state),
            Variable(Variables.ListenPort, plan.Type.Spec.EffectivePort().ToString()),
            .. CredentialSlots.Filled(plan).Where(filled => filled.Slot.Env is not null).Select(filled => new V1EnvVar
            {
                Name = filled.Slot.Env,
                ValueFrom = new V1EnvVarSource
                {
                    SecretKeyRef = new V1SecretKeySelector { Name = filled.Credential.SecretRef.Name, Key = filled.Credential.SecretRef.Key },
                },
            }),
        ];
        var names = own.Select(variable => variable.Name).ToHashSet(StringComparer.Ordinal);
        return (plan.Type.Spec.Env ?? []).Where(variable => !names.Contains(variable.Name))
            .Select(variable => Variable(variable.Name, variable.Value ?? ""))
            .Concat(own);
    }

    /// <summary>As the tier says, with the memory request equal to its limit: what a box may use is there for it.</summary>
    private static V1ResourceRequirements Resources(BoxPlan plan)
    {
        var limits = new Dictionary<string, ResourceQuantity>(plan.Tier.Spec.Resources.Limits ?? new Dictionary<string, ResourceQuantity>());
        var requests = new Dictionary<string, ResourceQuantity>(plan.Tier.Spec.Resources.Requests ?? new Dictionary<string, ResourceQuantity>());
        if (limits.TryGetValue("memory", out var memory))
        {
            requests["memory"] = memory;
        }

        return new V1ResourceRequirements { Limits = limits, Requests = requests };
    }
}
