namespace Smartbox.Kubelet.Probes;

/// <summary>The connections that probes share.</summary>
internal sealed class ProbeClients : IDisposable
{
    public HttpProbe Http { get; } = new();

    public GrpcProbe Grpc { get; } = new();

    public void Dispose()
    {
        Http.Dispose();
        Grpc.Dispose();
    }
}
