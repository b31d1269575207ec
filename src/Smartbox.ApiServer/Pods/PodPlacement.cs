using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests;
using Smartbox.ApiServer.Requests.Answers;
using Smartbox.ApiServer.Requests.Bodies;
using Smartbox.ApiServer.Requests.Objects;

namespace Smartbox.ApiServer.Pods;

/// <summary>Serves <c>pods/binding</c> and <c>pods/eviction</c>: where a pod goes, and that it goes.</summary>
internal sealed class PodPlacement(ObjectUpdate update, ObjectDeletion deletion, TimeProvider clock)
{
    public async Task BindAsync(ApiRequest request)
    {
        var options = ReadOptions(request);
        var body = await BodyReader.ReadObjectAsync(request.Http.Request, "Binding", request.Aborted);
        if ((body.Object["target"] as JsonObject)?.Text("name") is not { } node)
        {
            throw ApiErrors.Invalid("", "Binding", request.Name, new FieldError("target.name", "FieldValueRequired", "Required value"));
        }

        var target = new ObjectTarget(request.Type, request.Namespace, request.Name);
        await update.UpdateAsync(target with { Subresource = "binding" }, pod => Bind(pod, node), options, ChangeKind.Patch, request.Aborted);
        await Answer.SendAsync(request.Http, 201, StatusDocument.Success(code: 201), request.Representation.IsYaml);
    }

    public async Task EvictAsync(ApiRequest request)
    {
        var options = ReadOptions(request);
        var body = await BodyReader.ReadObjectAsync(request.Http.Request, "Eviction", request.Aborted);
        var delete = DeleteOptions.Read(request.Query, body.Object["deleteOptions"] as JsonObject);
        await deletion.DeleteAsync(
            new ObjectTarget(request.Type, request.Namespace, request.Name), delete with { IsDryRun = delete.IsDryRun || options.IsDryRun }, request.Aborted);
        await Answer.SendAsync(request.Http, 201, StatusDocument.Success(code: 201), request.Representation.IsYaml);
    }

    private JsonObject Bind(JsonObject pod, string node)
    {
        var bound = pod.DeepClone().AsObject();
        var name = pod.Meta().Text("name")!;
        if (bound["spec"] is not JsonObject spec)
        {
            bound["spec"] = spec = [];
        }

        if (pod.IsDeleting())
        {
            throw ApiErrors.Conflict("", "pods/binding", name, $"pod {name} is being deleted, cannot be assigned to a host");
        }

        if (spec.Text("nodeName") is { } other)
        {
            throw ApiErrors.Conflict("", "pods/binding", name, $"pod {name} is already assigned to node \"{other}\"");
        }

        spec["nodeName"] = node;
        if (bound["status"] is not JsonObject status)
        {
            bound["status"] = status = [];
        }

        var conditions = (status["conditions"] as JsonArray ?? []).OfType<JsonObject>().Where(condition => condition.Text("type") != "PodScheduled");
        status["conditions"] = new JsonArray(
        [
            .. conditions.Select(condition => condition.DeepClone()),
            new JsonObject
            {
                ["type"] = "PodScheduled", ["status"] = "True", ["lastProbeTime"] = null, ["lastTransitionTime"] = ObjectMeta.Format(clock.GetUtcNow()),
            },
        ]);
        return bound;
    }

    private static WriteOptions ReadOptions(ApiRequest request) => HttpMethods.IsPost(request.Http.Request.Method)
        ? WriteOptions.Read(request.Http.Request, "CreateOptions")
        : throw ApiErrors.MethodNotAllowed();
}
