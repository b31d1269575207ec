namespace Smartbox.ApiServer.Pods;

/// <summary>What the API server asks of the node that runs a pod.</summary>
public interface IPodBackend
{
    /// <summary>Writes a container's log and, with <see cref="LogQuery.Follow"/>, what comes after, until the container ends.</summary>
    /// <exception cref="Errors.ApiException">When there is no such container, or it has not started.</exception>
    Task CopyLogAsync(LogQuery query, Stream output, CancellationToken cancellationToken);

    /// <summary>Connects to a port of a pod.</summary>
    /// <exception cref="IOException">When nothing listens.</exception>
    Task<Stream> ConnectAsync(string ns, string pod, int port, CancellationToken cancellationToken);
}
