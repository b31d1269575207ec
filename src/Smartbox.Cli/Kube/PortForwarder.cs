using System.Net.WebSockets;
using k8s;
using k8s.Models;
using Smartbox.Api;

namespace Smartbox.Cli.Kube;

/// <summary>Connects to the gateway through the API server: a port-forward to one of its ready pods for each connection, without a local listener.</summary>
internal sealed class PortForwarder(KubeAccess cluster, string systemNamespace)
{
    private const string Selector = $"{Labels.Component}=gateway";

    // What a gateway's port may be called, the best first; with none of them its first port is taken.
    private static readonly string[] s_portNames = ["grpc", "h2c", "http"];

    private volatile CliException? _refusal;

    /// <summary>Why the latest connection was refused behind the API server; null when it was not.</summary>
    public CliException? Refusal => _refusal;

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>; a new pod is looked for each time, since the last one may be gone.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var pod = await PickAsync(cancellationToken);
        var port = PortOf(pod);
        _refusal = null;
        try
        {
            var socket = await cluster.Client.WebSocketNamespacedPodPortForwardAsync(
                pod.Name(), systemNamespace, [port], PortForwardStream.Subprotocol, cancellationToken: cancellationToken);
            return new PortForwardStream(socket, port, refusal => _refusal = refusal);
        }
        catch (Exception e) when (e is k8s.Autorest.HttpOperationException or WebSocketException)
        {
            throw Refused(e, pod);
        }
    }

    private async Task<V1Pod> PickAsync(CancellationToken cancellationToken)
    {
        var pods = await KubeErrors.TranslateAsync(
            () => cluster.Client.CoreV1.ListNamespacedPodAsync(systemNamespace, labelSelector: Selector, cancellationToken: cancellationToken),
            cluster, $"find the gateway in namespace {systemNamespace}");
        return pods.Items.Where(IsReady).OrderByDescending(pod => pod.Status.StartTime).FirstOrDefault()
            ?? throw new CliException(ExitCodes.Unavailable, pods.Items.Count == 0
                ? $"No gateway runs in namespace {systemNamespace}: is Smartbox installed there? Otherwise name it with --system-namespace or --gateway."
                : $"No gateway pod in namespace {systemNamespace} is ready: see `kubectl -n {systemNamespace} get pods`.");
    }

    private static bool IsReady(V1Pod pod) =>
        pod.DeletionTimestamp() is null && pod.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;

    private static int PortOf(V1Pod pod)
    {
        var ports = pod.Spec.Containers.SelectMany(container => container.Ports ?? []).ToList();
        return s_portNames.Select(name => ports.Find(port => port.Name == name)).FirstOrDefault(port => port is not null)?.ContainerPort
            ?? ports.FirstOrDefault()?.ContainerPort
            ?? throw new CliException(ExitCodes.Failure, $"The gateway pod {pod.Name()} declares no port. Name the gateway with --gateway.");
    }

    private static CliException Refused(Exception e, V1Pod pod)
    {
        var forbidden = e is k8s.Autorest.HttpOperationException { Response.StatusCode: System.Net.HttpStatusCode.Forbidden or System.Net.HttpStatusCode.Unauthorized };
        return forbidden
            ? new CliException(
                ExitCodes.NotAllowed, $"Your kubeconfig may not port-forward to the gateway pod {pod.Name()} (create pods/portforward). Use --gateway instead.", e)
            : new CliException(ExitCodes.Unavailable, $"The port-forward to the gateway pod {pod.Name()} failed: {e.Message}", e);
    }
}
