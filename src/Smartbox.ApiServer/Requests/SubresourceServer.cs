using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Pods;
using Smartbox.ApiServer.Requests.Subresources;

namespace Smartbox.ApiServer.Requests;

/// <summary>Serves the subresources that have a shape of their own.</summary>
internal sealed class SubresourceServer(ScaleServer scales, PodLogs logs, PodPlacement placement, PortForwardServer ports)
{
    public Task ServeAsync(ApiRequest request) => (request.Type.GroupResource, request.Path.Subresource) switch
    {
        (_, "scale") when request.Type.Scale is not null => scales.ServeAsync(request),
        ("pods", "log") => logs.ServeAsync(request),
        ("pods", "binding") => placement.BindAsync(request),
        ("pods", "eviction") => placement.EvictAsync(request),
        ("pods", "portforward") => ports.ServeAsync(request),
        ("pods", "exec" or "attach") => throw ApiErrors.Unsupported(
            "A pod here is a process of this machine: look at it from a shell beside it."),
        ("pods", "proxy") => throw ApiErrors.Unsupported("There is no proxy here: the pod's ports are open on its address on this machine."),
        ("pods", "ephemeralcontainers") => throw ApiErrors.Unsupported("There are no ephemeral containers here: the pod's processes can be debugged on this machine."),
        _ => throw ApiErrors.UnknownPath(),
    };
}
