using System.Net;
using k8s.Models;
using Smartbox.Kubelet.Containers;
using Smartbox.Kubelet.Logs;
using Smartbox.Kubelet.Variables;
using Smartbox.Kubelet.Volumes;
using Smartbox.Kubernetes;

namespace Smartbox.Kubelet.Pods;

/// <summary>What the containers of a pod share: its address and its volumes.</summary>
internal sealed class PodSandbox(V1Pod first, NodeContext node)
{
    private readonly PodVolumes _volumes = new(first, node.Folders, node.Objects);
    private volatile bool _isStale;

    public IPAddress? Address { get; private set; }

    public bool IsReady { get; private set; }

    public IReadOnlyCollection<string> ClaimUids => _volumes.ClaimUids;

    public bool IsUpToDate => IsReady && !_isStale;

    /// <summary>Set when the content of volumes may have changed.</summary>
    public bool IsStale
    {
        get => _isStale;
        set => _isStale = value;
    }

    /// <returns>False when something is missing; an event says what.</returns>
    public async Task<bool> PrepareAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        _isStale = false;
        var reason = "FailedCreatePodSandBox";
        try
        {
            Address ??= pod.Spec.HostNetwork == true ? IPAddress.Loopback : node.Addresses.Take(Ports(pod));
            reason = "FailedMount";
            await _volumes.PrepareAsync(new ProjectedFiles(node.Objects, Fields(pod)), cancellationToken).ConfigureAwait(false);
            return IsReady = true;
        }
        catch (KubeletException e)
        {
            node.Events.Record(pod, "Warning", reason, "Preparing", e.Message);

            // What runs goes on with the files that it has.
            return IsReady;
        }
    }

    public LaunchBuilder Builder(V1Pod pod) => new(pod, Address!, _volumes, new ContainerVariables(node.Objects, Fields(pod)), node);

    /// <summary>The pod is gone: its folders and its address are free.</summary>
    public void Remove()
    {
        if (Address is { } address)
        {
            node.Addresses.Release(address);
        }

        var meta = first.Metadata;
        var logs = new LogFolder(node.Folders.Logs, meta.NamespaceProperty, meta.Name, meta.Uid);
        foreach (var folder in (string[])[node.Folders.PodOf(meta.Uid), logs.Folder])
        {
            try
            {
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
            // A program may have locked its folder up; the next start of the node tries again.
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.FolderStays(node.Logger, EntityKey.Of(first), folder, e.Message);
            }
        }
    }

    private PodFields Fields(V1Pod pod) => new(pod, Address!.ToString(), node.Facts);

    private static List<int> Ports(V1Pod pod) =>
        [.. pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).SelectMany(c => c.Ports ?? []).Where(p => p.Protocol is null or "TCP").Select(p => p.ContainerPort).Distinct()];
}
