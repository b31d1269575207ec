using k8s;
using k8s.Models;
using Smartbox.Api;
using Smartbox.Kubernetes;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Status;
using KubernetesException = Smartbox.Kubernetes.KubernetesException;

namespace Smartbox.Operator.Boxes;

/// <summary>Makes a child what it should be, and touches none that is somebody else's.</summary>
internal sealed class ChildWriter(IKubernetesClient client, ILogger<ChildWriter> logger)
{
    // What watches select by and what others recognise a child by; a version alone is no reason to write.
    private static readonly string[] s_selecting = [Labels.Box, Labels.BoxUid, Labels.ManagedBy, Labels.PartOf];

    /// <summary>Creates, repairs or leaves a child.</summary>
    /// <param name="desired">What it should be.</param>
    /// <param name="known">What a cache shows; null to find out by creating it.</param>
    /// <param name="isOurs">Whether an existing object may be changed.</param>
    /// <param name="isSame">Whether an existing object needs no change.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="ProblemException">The name is taken.</exception>
    public async Task<T> EnsureAsync<T>(T desired, T? known, Func<T, bool> isOurs, Func<T, bool> isSame, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        if (known is null)
        {
            try
            {
                return await client.CreateAsync(desired, cancellationToken);
            }
            catch (KubernetesException e) when (e.IsAlreadyExists)
            {
                // Made by an earlier try, by another replica, or by a stranger: look at it.
                known = await client.GetAsync<T>(desired.Metadata.NamespaceProperty, desired.Metadata.Name, cancellationToken);
                if (known is null)
                {
                    throw;
                }
            }
        }

        if (!isOurs(known))
        {
            throw new ProblemException(NameTaken(known));
        }

        if (known.Metadata.DeletionTimestamp is not null || (isSame(known) && HasLabels(known, desired)))
        {
            return known;
        }

        var repaired = await client.PatchAsync<T>(
            desired.Metadata.NamespaceProperty, desired.Metadata.Name, new V1Patch(Repair(known, desired), V1Patch.PatchType.JsonPatch), cancellationToken);
        Log.Repaired(logger, desired.Kind, EntityKey.Of(desired));
        return repaired;
    }

    /// <summary>
    /// Puts labels and content in place. Not an apply: the object was made by a create, whose fields another manager's apply could not remove.
    /// </summary>
    private static string Repair(IKubernetesObject<V1ObjectMeta> known, IKubernetesObject<V1ObjectMeta> desired)
    {
        var labels = new Dictionary<string, string>(known.Metadata.Labels ?? new Dictionary<string, string>());
        foreach (var (name, value) in desired.Metadata.Labels)
        {
            labels[name] = value;
        }

        List<object> operations =
        [
            new { op = "test", path = "/metadata/uid", value = known.Metadata.Uid },
            new { op = "add", path = "/metadata/labels", value = labels },
        ];
        object? content = desired switch
        {
            V1ConfigMap map => new { op = "add", path = "/data", value = map.Data },
            V1Secret secret => new { op = "add", path = "/data", value = secret.Data },
            V1NetworkPolicy policy => new { op = "add", path = "/spec", value = policy.Spec },
            _ => null,
        };
        return KubernetesJson.Serialize(content is null ? operations : [.. operations, content]);
    }

    private static bool HasLabels(IKubernetesObject<V1ObjectMeta> known, IKubernetesObject<V1ObjectMeta> desired) =>
        s_selecting.All(name => known.Label(name) == desired.Label(name));

    public static Problem NameTaken(IKubernetesObject<V1ObjectMeta> stranger) => new(
        Reasons.NameTaken,
        $"{KindOf(stranger)} {stranger.Metadata.NamespaceProperty}/{stranger.Metadata.Name} exists and does not belong to this box: delete or rename it, or give the box another name.");

    private static string KindOf(IKubernetesObject<V1ObjectMeta> entity) =>
        !string.IsNullOrEmpty(entity.Kind) ? entity.Kind : entity.GetType().Name[2..];
}
