using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests.Answers;
using Smartbox.ApiServer.Requests.Bodies;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Requests.Reading;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Writing;

/// <summary>Deletes one object or many, and answers as kube-apiserver does.</summary>
internal sealed class DeletionServer(IObjectStore store, ObjectDeletion deletion, TimeProvider clock)
{
    // Deletions that wait for the disk together.
    private const int Together = 64;

    // Kinds whose deletion is answered with the object, also when it is gone. The others get a Status then.
    private static readonly HashSet<string> s_answeredWithObject = ["pods", "persistentvolumeclaims", "serviceaccounts", "services"];

    public async Task DeleteAsync(ApiRequest request)
    {
        var options = DeleteOptions.Read(request.Query, await BodyReader.ReadOptionsAsync(request.Http.Request, request.Aborted));
        var result = await deletion.DeleteAsync(new ObjectTarget(request.Type, request.Namespace, request.Name), options, request.Aborted);
        var isYaml = request.Representation.IsYaml;
        if (!result.IsGone || s_answeredWithObject.Contains(request.Type.GroupResource))
        {
            await Answer.SendAsync(request.Http, 200, Render(request).Object(result.Last), isYaml);
        }
        else
        {
            await Answer.SendAsync(request.Http, 200, StatusDocument.Success(Describe(request.Type, result.Last)), isYaml);
        }
    }

    public async Task DeleteAllAsync(ApiRequest request)
    {
        var list = ListOptions.Read(request.Query, isWatchPath: false);
        var options = DeleteOptions.Read(request.Query, await BodyReader.ReadOptionsAsync(request.Http.Request, request.Aborted));
        var page = store.List(new ListQuery(request.Type.StorageResource, request.Path.Namespace, Selection.Parse(request.Type, list)));
        foreach (var some in page.Items.Chunk(Together))
        {
            await Task.WhenAll(some.Select(stored => DeleteOneAsync(request, stored.Key, options)));
        }

        await Answer.SendAsync(request.Http, 200, Render(request).List(page.Items, store.Revision, null, null), request.Representation.IsYaml);
    }

    private async Task DeleteOneAsync(ApiRequest request, ObjectKey key, DeleteOptions options)
    {
        try
        {
            await deletion.DeleteAsync(new ObjectTarget(request.Type, key.Namespace, key.Name), options, request.Aborted);
        }
        catch (ApiException e) when (e.Code == 404)
        {
            // Somebody was quicker.
        }
    }

    private Renderer Render(ApiRequest request) => new(request.Type, request.Representation.Form, request.Query.Text("includeObject"), clock);

    private static JsonObject Describe(ResourceType type, StoredObject last)
    {
        var details = new JsonObject { ["name"] = last.Key.Name };
        if (type.Group.Length > 0)
        {
            details["group"] = type.Group;
        }

        details["kind"] = type.Resource;
        details["uid"] = last.ToJson().Uid();
        return details;
    }
}
