using System.Text.Json;
using k8s.Models;
using Smartbox.Kubelet.Pods;
using Smartbox.Kubernetes;

namespace Smartbox.Kubelet.Nodes;

/// <summary>
/// Makes a folder of each claim and binds it, keeps the folder while a pod has it, and removes it when the claim is gone. A claim that is deleted
/// while a pod names it stays until that pod is gone, by the finalizer that a cluster uses too.
/// </summary>
internal sealed class ClaimBinder : IAsyncDisposable
{
    private const string Protection = "kubernetes.io/pvc-protection";
    private const string FieldManager = "kubelet";

    private readonly NodeContext _node;
    private readonly PodManager _manager;
    private readonly IEntityCache<V1Pod> _pods;
    private readonly IEntityCache<V1PersistentVolumeClaim> _claims;
    private readonly WakeLoop _loop;

    public ClaimBinder(NodeContext node, PodManager manager, IEntityCache<V1Pod> pods, IEntityCache<V1PersistentVolumeClaim> claims)
    {
        _node = node;
        _manager = manager;
        _pods = pods;
        _claims = claims;
        _loop = new WakeLoop(node.Time, node.Options.RetryInterval, SyncAsync);
    }

    public void Start() => _loop.Start();

    /// <summary>Claims or pods have changed.</summary>
    public void Wake() => _loop.Wake();

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private async Task<bool> SyncAsync(CancellationToken cancellationToken)
    {
        var isDone = true;
        foreach (var claim in _claims.List())
        {
            isDone &= await TrySyncAsync(claim, cancellationToken).ConfigureAwait(false);
        }

        RemoveFolders();
        return isDone;
    }

    private async Task<bool> TrySyncAsync(V1PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            if (claim.Metadata.DeletionTimestamp is not null)
            {
                await ReleaseAsync(claim, cancellationToken).ConfigureAwait(false);
            }
            else if (claim.Status?.Phase != "Bound")
            {
                await BindAsync(claim, cancellationToken).ConfigureAwait(false);
            }

            return true;
        }
        // It changed or went in between: the watch shows how.
        catch (KubernetesException e) when (e.IsNotFound || e.IsConflict)
        {
            return true;
        }
        catch (KubernetesException e)
        {
            Log.ClaimFailed(_node.Logger, EntityKey.Of(claim), e.Message);
            return false;
        }
    }

    private async Task BindAsync(V1PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        var meta = claim.Metadata;
        var finalizers = (meta.Finalizers ?? []).Union([Protection]);
        await PatchAsync(claim, new { metadata = new { uid = meta.Uid, finalizers }, spec = new { volumeName = $"pvc-{meta.Uid}" } }, cancellationToken).ConfigureAwait(false);
        await _node.Client.ApplyStatusAsync(
            new V1PersistentVolumeClaim
            {
                Metadata = new V1ObjectMeta { Name = meta.Name, NamespaceProperty = meta.NamespaceProperty, Uid = meta.Uid },
                Status = new V1PersistentVolumeClaimStatus
                {
                    Phase = "Bound",
                    AccessModes = claim.Spec.AccessModes,
                    Capacity = claim.Spec.Resources?.Requests is { } requests && requests.TryGetValue("storage", out var size)
                        ? new Dictionary<string, ResourceQuantity> { ["storage"] = size }
                        : null,
                },
            },
            FieldManager,
            cancellationToken).ConfigureAwait(false);
    }

    private async Task ReleaseAsync(V1PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        var meta = claim.Metadata;
        var isUsed = _pods.List(meta.NamespaceProperty).Any(p => PodReference.Of(p.Spec).Contains(PodReference.Claim(meta.Name)) && p.Status?.Phase is not ("Succeeded" or "Failed"))
            || _manager.HasFolderOf(meta.Uid);
        if (!isUsed && meta.Finalizers?.Contains(Protection) == true)
        {
            await PatchAsync(claim, new { metadata = new { uid = meta.Uid, finalizers = meta.Finalizers.Except([Protection]) } }, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<V1PersistentVolumeClaim> PatchAsync<TPatch>(V1PersistentVolumeClaim claim, TPatch patch, CancellationToken cancellationToken) => _node.Client.PatchAsync<V1PersistentVolumeClaim>(
        claim.Metadata.NamespaceProperty,
        claim.Metadata.Name,
        new V1Patch(JsonSerializer.Serialize(patch), V1Patch.PatchType.MergePatch),
        cancellationToken);

    private void RemoveFolders()
    {
        var known = _claims.List().Select(c => c.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(_node.Folders.Claims))
        {
            var uid = Path.GetFileName(folder);
            if (known.Contains(uid) || _manager.HasFolderOf(uid))
            {
                continue;
            }

            try
            {
                Directory.Delete(folder, recursive: true);
                Log.ClaimRemoved(_node.Logger, uid);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.ClaimStays(_node.Logger, folder, e.Message);
            }
        }
    }
}
