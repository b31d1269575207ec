using System.Text.Json;
using System.Threading.Channels;
using k8s.Models;
using Smartbox.Kubelet.Pods;
using Smartbox.Kubernetes;

namespace Smartbox.Kubelet.Nodes;

/// <summary>
/// Makes a folder of each claim and binds it, keeps the folder while a pod has it, and removes it when the claim is gone. A claim that is deleted
/// while a pod names it stays until that pod is gone, by the finalizer that a cluster uses too.
/// </summary>
internal sealed class ClaimBinder(NodeContext node, PodManager manager, IEntityCache<V1Pod> pods, IEntityCache<V1PersistentVolumeClaim> claims) : IAsyncDisposable
{
    private const string Protection = "kubernetes.io/pvc-protection";
    private const string FieldManager = "kubelet";

    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Claims or pods have changed.</summary>
    public void Wake() => _wakes.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            var isDone = true;
            foreach (var claim in claims.List())
            {
                isDone &= await TrySyncAsync(claim).ConfigureAwait(false);
            }

            RemoveFolders();
            using var retry = isDone ? null : node.Time.CreateTimer(_ => Wake(), null, node.Options.RetryInterval, Timeout.InfiniteTimeSpan);
            await _wakes.Reader.ReadAsync(_stop.Token).ConfigureAwait(false);
        }
    }

    private async Task<bool> TrySyncAsync(V1PersistentVolumeClaim claim)
    {
        try
        {
            if (claim.Metadata.DeletionTimestamp is not null)
            {
                await ReleaseAsync(claim).ConfigureAwait(false);
            }
            else if (claim.Status?.Phase != "Bound")
            {
                await BindAsync(claim).ConfigureAwait(false);
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
            Log.ClaimFailed(node.Logger, EntityKey.Of(claim), e.Message);
            return false;
        }
    }

    private async Task BindAsync(V1PersistentVolumeClaim claim)
    {
        var meta = claim.Metadata;
        var finalizers = (meta.Finalizers ?? []).Union([Protection]);
        await PatchAsync(claim, new { metadata = new { uid = meta.Uid, finalizers }, spec = new { volumeName = $"pvc-{meta.Uid}" } }).ConfigureAwait(false);
        await node.Client.ApplyStatusAsync(
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
            _stop.Token).ConfigureAwait(false);
    }

    private async Task ReleaseAsync(V1PersistentVolumeClaim claim)
    {
        var meta = claim.Metadata;
        var isUsed = pods.List(meta.NamespaceProperty).Any(p => PodReference.Of(p.Spec).Contains(PodReference.Claim(meta.Name)) && p.Status?.Phase is not ("Succeeded" or "Failed"))
            || manager.HasFolderOf(meta.Uid);
        if (!isUsed && meta.Finalizers?.Contains(Protection) == true)
        {
            await PatchAsync(claim, new { metadata = new { uid = meta.Uid, finalizers = meta.Finalizers.Except([Protection]) } }).ConfigureAwait(false);
        }
    }

    private Task<V1PersistentVolumeClaim> PatchAsync<TPatch>(V1PersistentVolumeClaim claim, TPatch patch) => node.Client.PatchAsync<V1PersistentVolumeClaim>(
        claim.Metadata.NamespaceProperty,
        claim.Metadata.Name,
        new V1Patch(JsonSerializer.Serialize(patch), V1Patch.PatchType.MergePatch),
        _stop.Token);

    private void RemoveFolders()
    {
        var known = claims.List().Select(c => c.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(node.Folders.Claims))
        {
            var uid = Path.GetFileName(folder);
            if (known.Contains(uid) || manager.HasFolderOf(uid))
            {
                continue;
            }

            try
            {
                Directory.Delete(folder, recursive: true);
                Log.ClaimRemoved(node.Logger, uid);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.ClaimStays(node.Logger, folder, e.Message);
            }
        }
    }
}
