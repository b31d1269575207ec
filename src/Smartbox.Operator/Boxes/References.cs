using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Status;

namespace Smartbox.Operator.Boxes;

/// <summary>Finds what a box refers to.</summary>
internal sealed class References(
    IEntityCache<SmartboxTierResource> tiers, IEntityCache<SmartboxTypeResource> types, IEntityCache<SmartboxStoreResource> stores)
{
    /// <returns>A plan, or the first problem.</returns>
    public (BoxPlan? Plan, Problem? Problem) Resolve(SmartboxResource box)
    {
        var spec = box.Spec;
        if (tiers.Get(null, spec.EffectiveTier()) is not { } tier)
        {
            return (null, new Problem(Reasons.TierNotFound, Missing(SmartboxTierResource.KubeKind, spec.EffectiveTier(), "spec.tier", tiers)));
        }

        if (types.Get(null, spec.EffectiveType()) is not { } type)
        {
            return (null, new Problem(Reasons.TypeNotFound, Missing(SmartboxTypeResource.KubeKind, spec.EffectiveType(), "spec.type", types)));
        }

        if (stores.Get(null, spec.EffectiveStore()) is not { } store)
        {
            return (null, new Problem(Reasons.StoreNotFound, Missing(SmartboxStoreResource.KubeKind, spec.EffectiveStore(), "spec.backup.store", stores)));
        }

        var plan = new BoxPlan(box, tier, type, store);
        if (CredentialSlots.Unknown(plan).FirstOrDefault() is { } unknown)
        {
            return (plan, new Problem(
                Reasons.InvalidSpec, $"spec.credentials names slot {unknown}, which SmartboxType {type.Metadata.Name} does not have: remove it or choose another type."));
        }

        return CredentialSlots.Missing(plan).ToList() is { Count: > 0 } missing
            ? (plan, new Problem(
                Reasons.CredentialMissing, $"SmartboxType {type.Metadata.Name} requires the credential {string.Join(", ", missing)}: add it to spec.credentials."))
            : (plan, null);
    }

    private static string Missing<T>(string kind, string name, string field, IEntityCache<T> cache)
        where T : class, k8s.IKubernetesObject<k8s.Models.V1ObjectMeta>, new()
    {
        var known = cache.List().Select(entity => entity.Metadata.Name).Order(StringComparer.Ordinal).Take(10).ToList();
        var choice = known.Count > 0 ? $"There are: {string.Join(", ", known)}." : "There is none.";
        return $"{kind} {name} does not exist: create it or change {field}. {choice}";
    }
}
