using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Hosting;
using Smartbox.Operator.Installation;

namespace Smartbox.Operator.Boxes;

/// <summary>What the boxes of a namespace share: the trusted keys, the default network policy and those of types.</summary>
internal sealed class NamespaceObjects(
    ChildWriter writer, InstallationKeys keys, NamespaceObjects.Caches caches, IKubernetesClient client, OperatorOptions options)
{
    private readonly ConcurrentDictionary<string, Shared> _namespaces = new(StringComparer.Ordinal);

    public async Task EnsureAsync(BoxPlan plan, CancellationToken cancellationToken)
    {
        var shared = _namespaces.GetOrAdd(plan.Namespace, _ => new Shared());
        if (!shared.Knows(plan.Store.Metadata.Name))
        {
            // Once for each namespace and store: afterwards the set only grows, so that no box loses its way to its bucket.
            shared.Add(caches.Boxes.List(plan.Namespace).Select(box => box.Spec.EffectiveStore()).Append(plan.Store.Metadata.Name));
        }

        var trusted = await keys.GetAsync(cancellationToken);
        var trust = TrustBundle.Build(plan.Namespace, trusted.GatewayPublicPem, trusted.OperatorPublicPem, options.Version);
        var policy = NetworkPolicies.Default(
            plan.Namespace, options.Namespace, shared.Stores().Select(name => caches.Stores.Get(null, name)).OfType<SmartboxStoreResource>(), options.Version);
        if (IsCurrent(trust) && IsCurrent(policy) && IsTypeCurrent(plan))
        {
            return;
        }

        // One at a time in each namespace: its many new boxes need these objects once.
        await shared.Gate.WaitAsync(cancellationToken);
        try
        {
            await Task.WhenAll(
                writer.EnsureAsync(trust, Known(trust), Ownership.IsManaged, known => ContentDigest.IsSame(trust, known), cancellationToken),
                writer.EnsureAsync(policy, Known(policy), Ownership.IsManaged, known => IsSame(policy, known), cancellationToken),
                EnsureTypeAsync(plan, cancellationToken));
        }
        finally
        {
            shared.Gate.Release();
        }
    }

    /// <summary>Policies compare by their rules alone.</summary>
    internal static bool IsSame(V1NetworkPolicy desired, V1NetworkPolicy known) =>
        KubernetesJson.Serialize(desired.Spec) == KubernetesJson.Serialize(known.Spec);

    private bool IsCurrent(V1ConfigMap trust) => Known(trust) is { } known && known.IsManaged() && ContentDigest.IsSame(trust, known);

    private bool IsCurrent(V1NetworkPolicy policy) => Known(policy) is { } known && known.IsManaged() && IsSame(policy, known);

    private bool IsTypeCurrent(BoxPlan plan) => NetworkPolicies.ForType(plan.Namespace, plan.Type, options.Version) is { } policy
        ? IsCurrent(policy)
        : caches.Policies.Get(plan.Namespace, NetworkPolicies.TypePolicyName(plan.Type.Metadata.Name)) is null;

    private async Task EnsureTypeAsync(BoxPlan plan, CancellationToken cancellationToken)
    {
        if (NetworkPolicies.ForType(plan.Namespace, plan.Type, options.Version) is { } policy)
        {
            await writer.EnsureAsync(policy, Known(policy), Ownership.IsManaged, known => IsSame(policy, known), cancellationToken);
        }
        else if (caches.Policies.Get(plan.Namespace, NetworkPolicies.TypePolicyName(plan.Type.Metadata.Name)) is { } old && old.IsManaged())
        {
            await client.DeleteAsync<V1NetworkPolicy>(plan.Namespace, old.Metadata.Name, old.Metadata.Uid, null, cancellationToken);
        }
    }

    private V1ConfigMap? Known(V1ConfigMap desired) => caches.ConfigMaps.Get(desired.Metadata.NamespaceProperty, desired.Metadata.Name);

    private V1NetworkPolicy? Known(V1NetworkPolicy desired) => caches.Policies.Get(desired.Metadata.NamespaceProperty, desired.Metadata.Name);

    /// <summary>What is read here.</summary>
    internal sealed record Caches(
        IEntityCache<SmartboxResource> Boxes,
        IEntityCache<SmartboxStoreResource> Stores,
        IEntityCache<V1ConfigMap> ConfigMaps,
        IEntityCache<V1NetworkPolicy> Policies);

    private sealed class Shared
    {
        // Guards _stores.
        private readonly Lock _lock = new();
        private readonly SortedSet<string> _stores = new(StringComparer.Ordinal);

        public SemaphoreSlim Gate { get; } = new(1);

        public bool Knows(string store)
        {
            lock (_lock)
            {
                return _stores.Contains(store);
            }
        }

        public void Add(IEnumerable<string> stores)
        {
            lock (_lock)
            {
                _stores.UnionWith(stores);
            }
        }

        public string[] Stores()
        {
            lock (_lock)
            {
                return [.. _stores];
            }
        }
    }
}
