using k8s.Models;
using Smartbox.Kubernetes;

namespace Smartbox.Kubelet.Pods;

/// <summary>One worker for each pod of this node.</summary>
internal sealed class PodManager(NodeContext node) : IAsyncDisposable
{
    // Guards all below.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PodWorker> _workers = new(StringComparer.Ordinal);
    private bool _isStopping;

    /// <summary>Told when a pod has left nothing behind.</summary>
    public event Action? Left;

    /// <summary>Takes what the watch of pods shows.</summary>
    public void Handle(EntityEvent<V1Pod> change)
    {
        var pod = change.Entity;
        lock (_lock)
        {
            if (change.Type == EntityEventType.Deleted)
            {
                Remove(pod.Metadata.Uid, pod);
                return;
            }

            if (change.Previous is { } previous && previous.Metadata.Uid != pod.Metadata.Uid)
            {
                // The watch was interrupted: the first one went and the next one came unseen.
                Remove(previous.Metadata.Uid, previous);
            }

            if (pod.Spec.NodeName != node.Facts.Name)
            {
                return;
            }

            if (_workers.TryGetValue(pod.Metadata.Uid, out var worker))
            {
                worker.Update(pod);
            }
            else if (!_isStopping)
            {
                worker = new PodWorker(pod, node);
                _workers.Add(pod.Metadata.Uid, worker);
                _ = ForgetAsync(worker);
            }
        }
    }

    /// <summary>An object has changed that pods may refer to.</summary>
    public void Refresh(string ns, PodReference reference)
    {
        foreach (var worker in Workers().Where(w => w.Pod.Metadata.NamespaceProperty == ns && w.References.Contains(reference)))
        {
            worker.Refresh();
        }
    }

    /// <exception cref="KubeletException">There is no such pod here.</exception>
    public PodWorker Find(string ns, string name) =>
        Workers().FirstOrDefault(w => w.Pod.Metadata.NamespaceProperty == ns && w.Pod.Metadata.Name == name && !w.IsRemoved)
        ?? throw new KubeletException($"pods \"{name}\" not found on node {node.Facts.Name}") { IsNotFound = true };

    public bool HasFolderOf(string claimUid) => Workers().Any(w => w.ClaimUids.Contains(claimUid));

    /// <summary>Stops all pods; those of the system are needed by the others and come last.</summary>
    public async Task ShutDownAsync()
    {
        List<PodWorker> workers;
        lock (_lock)
        {
            _isStopping = true;
            workers = [.. _workers.Values];
        }

        Log.Stopping(node.Logger, workers.Count);
        foreach (var group in workers.GroupBy(IsCritical).OrderBy(g => g.Key))
        {
            await Task.WhenAll(group.Select(w => w.ShutDownAsync())).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<PodWorker> workers;
        lock (_lock)
        {
            _isStopping = true;
            workers = [.. _workers.Values];
            _workers.Clear();
        }

        await Task.WhenAll(workers.Select(w => w.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private List<PodWorker> Workers()
    {
        lock (_lock)
        {
            return [.. _workers.Values];
        }
    }

    private static bool IsCritical(PodWorker worker) => worker.Pod.Spec.PriorityClassName is "system-node-critical" or "system-cluster-critical";

    private void Remove(string uid, V1Pod last)
    {
        if (_workers.TryGetValue(uid, out var worker))
        {
            worker.Remove(last);
        }
    }

    private async Task ForgetAsync(PodWorker worker)
    {
        await worker.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!worker.IsRemoved)
        {
            // Stopped with the node, or disposed by it.
            return;
        }

        bool isMine;
        lock (_lock)
        {
            isMine = _workers.Remove(worker.Pod.Metadata.Uid);
        }

        if (isMine)
        {
            await worker.DisposeAsync().ConfigureAwait(false);
            Left?.Invoke();
        }
    }
}
