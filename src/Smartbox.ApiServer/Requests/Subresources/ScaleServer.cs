using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests.Answers;
using Smartbox.ApiServer.Requests.Bodies;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Requests.Writing;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Subresources;

/// <summary>Serves <c>scale</c>.</summary>
internal sealed class ScaleServer(IObjectStore store, ObjectUpdate update)
{
    public async Task ServeAsync(ApiRequest request)
    {
        var scale = request.Type.Scale!;
        var target = new ObjectTarget(request.Type, request.Namespace, request.Name, request.Path.Subresource);
        var view = new ObjectView(request.Type);
        StoredObject stored;
        if (HttpMethods.IsGet(request.Http.Request.Method))
        {
            stored = store.Get(target.Key) ?? throw ApiErrors.NotFound(request.Type, request.Name);
        }
        else if (HttpMethods.IsPut(request.Http.Request.Method))
        {
            var options = WriteOptions.Read(request.Http.Request, "UpdateOptions");
            var body = await BodyReader.ReadObjectAsync(request.Http.Request, "Scale", request.Aborted);
            stored = await update.UpdateAsync(
                target, current => ScaleView.Put(current, body.Object, scale), options, ChangeKind.Patch, request.Aborted);
        }
        else if (HttpMethods.IsPatch(request.Http.Request.Method))
        {
            stored = await PatchAsync(request, target);
        }
        else
        {
            throw ApiErrors.MethodNotAllowed();
        }

        Answer.Warn(request.Http, request.Warnings);
        await Answer.SendAsync(request.Http, 200, ScaleView.Of(view.Json(stored), scale), request.Representation.IsYaml);
    }

    private async Task<StoredObject> PatchAsync(ApiRequest request, ObjectTarget target)
    {
        var scale = request.Type.Scale!;
        var type = PatchBody.TypeOf(request.Http.Request, request.Type);
        if (type == PatchType.Apply)
        {
            throw ApiErrors.Unsupported("A scale cannot be applied here: patch it, or apply the object itself.");
        }

        var options = WriteOptions.Read(request.Http.Request, "PatchOptions");
        var patch = await PatchBody.ReadAsync(request.Http.Request, type, request.Aborted);
        JsonObject Change(JsonObject current) => ScaleView.Put(current, patch.Apply(ScaleView.Of(current, scale), request.Type), scale);
        return await update.UpdateAsync(target, Change, options, ChangeKind.Patch, request.Aborted);
    }
}
