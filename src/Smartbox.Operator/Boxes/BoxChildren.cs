using k8s.Models;
using Smartbox.Api;
using Smartbox.Kubernetes;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Hosting;
using Smartbox.Operator.Status;

namespace Smartbox.Operator.Boxes;

/// <summary>The children of one box other than its pod.</summary>
internal sealed class BoxChildren(
    ChildWriter writer, NamespaceObjects shared, BoxChildren.Caches caches, IKubernetesClient client, OperatorOptions options, TimeProvider time)
{
    /// <summary>Makes everything that a pod needs before it starts, at once.</summary>
    /// <param name="plan">The box and its references.</param>
    /// <param name="storeKeys">The bucket's keys; null for a store without.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>Fingerprint of the box's certificate.</returns>
    /// <exception cref="ProblemException">A name is taken, or keys are missing.</exception>
    public async Task<string> PrepareAsync(BoxPlan plan, IDictionary<string, byte[]>? storeKeys, CancellationToken cancellationToken)
    {
        var pin = EnsureKeysAsync(plan, cancellationToken);
        await Task.WhenAll(
            pin,
            EnsureClaimAsync(plan, cancellationToken),
            EnsureStoreKeysAsync(plan, storeKeys, isNew: plan.Box.Status?.Epoch is null or 0, cancellationToken),
            RepairAsync(plan, cancellationToken));
        return await pin;
    }

    /// <summary>Repairs what may have changed while a pod runs; makes no call when the caches show nothing.</summary>
    /// <exception cref="ProblemException">A name is taken.</exception>
    public Task RepairAsync(BoxPlan plan, CancellationToken cancellationToken)
    {
        var config = BoxConfig.Build(plan, options.Version);
        return Task.WhenAll(
            writer.EnsureAsync(
                config, caches.ConfigMaps.Get(plan.Namespace, config.Metadata.Name), known => known.IsOwnedBy(plan.Box),
                known => ContentDigest.IsSame(config, known), cancellationToken),
            EnsurePolicyAsync(plan, cancellationToken),
            shared.EnsureAsync(plan, cancellationToken));
    }

    /// <summary>Brings the copy of the bucket's keys up to date.</summary>
    /// <exception cref="ProblemException">The name is taken.</exception>
    public async Task EnsureStoreKeysAsync(BoxPlan plan, IDictionary<string, byte[]>? storeKeys, bool isNew, CancellationToken cancellationToken)
    {
        if (storeKeys is null)
        {
            return;
        }

        var copy = StoreCredentialsCopy.Build(plan, storeKeys, options.Version);
        var known = isNew ? null : await client.GetAsync<V1Secret>(plan.Namespace, copy.Metadata.Name, cancellationToken);
        await writer.EnsureAsync(copy, known, secret => secret.IsOwnedBy(plan.Box), secret => IsSame(copy, secret), cancellationToken);
    }

    private async Task EnsureClaimAsync(BoxPlan plan, CancellationToken cancellationToken)
    {
        if (!plan.Box.HasVolume() || caches.Claims.Get(plan.Namespace, Names.StateClaim(plan.Name)) is not null)
        {
            return;
        }

        // A claim is made once: its size and class are not changed afterwards.
        var claim = await writer.EnsureAsync(
            StateClaim.Build(plan, options.Version), null, known => known.IsOwnedBy(plan.Box), _ => true, cancellationToken);
        if (claim.Metadata.DeletionTimestamp is not null)
        {
            throw new ProblemException(new Problem(Reasons.VolumePending, $"Volume claim {claim.Metadata.Name} is being deleted.", NeedsPerson: false));
        }
    }

    private async Task<string> EnsureKeysAsync(BoxPlan plan, CancellationToken cancellationToken)
    {
        var name = Names.Keys(plan.Name);
        var isFirst = plan.Box.Status?.Epoch is null or 0;
        var known = isFirst ? null : await client.GetAsync<V1Secret>(plan.Namespace, name, cancellationToken);
        if (known is null && plan.Box.WasBackedUp())
        {
            // A new password would open nothing that is in the bucket. A snapshot that was never reported is safe all the same: the
            // sidecar refuses a repository that its password does not open.
            throw new ProblemException(new Problem(
                Reasons.KeysMissing,
                $"Secret {plan.Namespace}/{name} is gone, and with it the password of this box's backups: restore the Secret from a copy with its keys {Protocol.PodContract.PasswordKey}, "
                + $"{Protocol.PodContract.CertificateKey} and {Protocol.PodContract.PrivateKeyKey} and the label {Labels.BoxUid}={plan.Uid}."));
        }

        known = await writer.EnsureAsync(
            known ?? BoxKeys.Create(plan, options.Version, time.GetUtcNow()), known, secret => secret.IsOwnedBy(plan.Box), _ => true, cancellationToken);
        return BoxKeys.Pin(known) ?? throw new ProblemException(new Problem(
            Reasons.KeysMissing, $"Secret {plan.Namespace}/{name} lacks one of its keys or holds a certificate that cannot be read: restore it from a copy."));
    }

    private async Task EnsurePolicyAsync(BoxPlan plan, CancellationToken cancellationToken)
    {
        var known = caches.Policies.Get(plan.Namespace, plan.Name);
        if (NetworkPolicies.ForBox(plan, options.Version) is { } policy)
        {
            await writer.EnsureAsync(policy, known, child => child.IsOwnedBy(plan.Box), child => NamespaceObjects.IsSame(policy, child), cancellationToken);
        }
        else if (known is not null && known.IsOwnedBy(plan.Box))
        {
            await client.DeleteAsync<V1NetworkPolicy>(plan.Namespace, plan.Name, known.Metadata.Uid, null, cancellationToken);
        }
    }

    private static bool IsSame(V1Secret desired, V1Secret known) => desired.Data.All(entry =>
        known.Data is not null && known.Data.TryGetValue(entry.Key, out var value) && value.AsSpan().SequenceEqual(entry.Value));

    /// <summary>What is read here.</summary>
    internal sealed record Caches(
        IEntityCache<V1PersistentVolumeClaim> Claims, IEntityCache<V1ConfigMap> ConfigMaps, IEntityCache<V1NetworkPolicy> Policies);
}
