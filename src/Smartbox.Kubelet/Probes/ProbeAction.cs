using k8s.Models;
using Smartbox.Kubelet.Containers;

namespace Smartbox.Kubelet.Probes;

/// <summary>One attempt of a probe or hook, of each kind there is.</summary>
internal static class ProbeAction
{
    public static Task<ProbeOutcome> RunAsync(V1Probe probe, IProbeTarget target, ProbeClients clients, CancellationToken cancellationToken)
    {
        if (probe.HttpGet is { } http)
        {
            return HttpAsync(http, target, clients, cancellationToken);
        }

        if (probe.TcpSocket is { } tcp)
        {
            return TcpProbe.RunAsync(Host(tcp.Host, target), Number(tcp.Port, target), cancellationToken);
        }

        if (probe.Grpc is { } grpc)
        {
            return clients.Grpc.RunAsync(target.Address, grpc.Port, grpc.Service, cancellationToken);
        }

        return probe.Exec is { } exec
            ? ExecAsync(exec, target, cancellationToken)
            : Task.FromResult(ProbeOutcome.Failure("the probe names no action"));
    }

    public static Task<ProbeOutcome> HttpAsync(V1HTTPGetAction http, IProbeTarget target, ProbeClients clients, CancellationToken cancellationToken)
    {
        var scheme = http.Scheme == "HTTPS" ? "https" : "http";
        var path = http.Path is { Length: > 0 } given ? given : "/";
        var uri = new Uri($"{scheme}://{Host(http.Host, target)}:{Number(http.Port, target)}/{path.TrimStart('/')}");
        return clients.Http.RunAsync(uri, http.HttpHeaders ?? [], cancellationToken);
    }

    public static async Task<ProbeOutcome> ExecAsync(V1ExecAction exec, IProbeTarget target, CancellationToken cancellationToken)
    {
        try
        {
            var result = await target.ExecAsync(exec.Command ?? [], cancellationToken).ConfigureAwait(false);
            return result.ExitCode == 0 ? ProbeOutcome.Success : ProbeOutcome.Failure(result.Output);
        }
        catch (ContainerProblemException e)
        {
            return ProbeOutcome.Failure(e.Message);
        }
    }

    private static string Host(string? given, IProbeTarget target) => given is { Length: > 0 } ? given : target.Address;

    private static int Number(IntOrString port, IProbeTarget target) =>
        int.TryParse(port.Value, out var number) ? number : target.Port(port.Value) ?? 0;
}
