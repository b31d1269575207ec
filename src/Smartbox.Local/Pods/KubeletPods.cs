using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Pods;
using Smartbox.Kubelet;

namespace Smartbox.Local.Pods;

/// <summary>The kubelet, as the API server asks for it.</summary>
internal sealed class KubeletPods(ProcessKubelet kubelet) : IPodBackend
{
    public async Task CopyLogAsync(LogQuery query, Stream output, CancellationToken cancellationToken)
    {
        var request = new LogRequest(query.Namespace, query.Pod, query.Container)
        {
            Follow = query.Follow,
            Previous = query.Previous,
            Timestamps = query.Timestamps,
            TailLines = query.TailLines,
            LimitBytes = query.LimitBytes,
            Since = query.Since,
        };
        try
        {
            await kubelet.CopyLogAsync(request, output, cancellationToken);
        }
        catch (KubeletException e)
        {
            // As kube-apiserver answers for a kubelet that has no such log.
            throw e.IsNotFound ? new ApiException(404, "NotFound", e.Message) : new ApiException(400, "BadRequest", e.Message);
        }
    }

    public async Task<Stream> ConnectAsync(string ns, string pod, int port, CancellationToken cancellationToken)
    {
        try
        {
            return await kubelet.ConnectAsync(ns, pod, port, cancellationToken);
        }
        catch (KubeletException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
