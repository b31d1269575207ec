using Microsoft.Extensions.Logging;
using Smartbox.Kubelet.Cgroups;
using Smartbox.Kubelet.Pods;
using Smartbox.Kubelet.Probes;
using Smartbox.Kubelet.Processes;
using Smartbox.Kubelet.Variables;
using Smartbox.Kubelet.Volumes;
using Smartbox.Kubernetes;
using Smartbox.Kubernetes.Controllers;

namespace Smartbox.Kubelet;

/// <summary>What all pods of the node share.</summary>
internal sealed record NodeContext(
    KubeletOptions Options,
    KubeletFolders Folders,
    NodeFacts Facts,
    IKubernetesClient Client,
    IObjectSource Objects,
    IEventRecorder Events,
    ProcessLauncher Launcher,
    ProcessRecords Records,
    AddressPool Addresses,
    MemoryGroups? Cgroups,
    ProbeClients Probes,
    ILogger Logger)
{
    public TimeProvider Time => Options.Time;

    /// <summary>How many pods prepare and start containers at a time: that is work with files and processes, which blocks threads.</summary>
    public SemaphoreSlim Gate { get; } = new(Math.Max(2, Environment.ProcessorCount));

    /// <summary>Now, in the whole seconds that the API keeps.</summary>
    public DateTime Now
    {
        get
        {
            var now = Time.GetUtcNow().UtcDateTime;
            return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
        }
    }
}
