using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Pods;

/// <summary>Finds pods and the node that runs them.</summary>
/// <param name="store">Where pods are.</param>
/// <param name="backend">The node, when there is one yet.</param>
internal sealed class PodAccess(IObjectStore store, Func<IPodBackend?> backend)
{
    public JsonObject Get(ApiRequest request) =>
        store.Get(new ObjectKey("pods", request.Namespace, request.Name))?.ToJson() ?? throw ApiErrors.NotFound(request.Type, request.Name);

    /// <exception cref="ApiException">400 when the pod is on no node, 503 when the node is not up.</exception>
    public IPodBackend BackendOf(JsonObject pod)
    {
        if ((pod["spec"] as JsonObject)?.Text("nodeName") is null)
        {
            throw ApiErrors.BadRequest($"pod {pod.Meta().Text("name")} does not have a host assigned");
        }

        return backend() ?? throw new ApiException(503, "ServiceUnavailable", "The node of this pod is not up.");
    }

    public static IReadOnlyList<string> Containers(JsonObject pod, string list) => (pod["spec"] as JsonObject)?[list] is JsonArray containers
        ? [.. containers.OfType<JsonObject>().Select(container => container.Text("name") ?? "")]
        : [];
}
