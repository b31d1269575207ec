using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests.Answers;
using Smartbox.ApiServer.Requests.Bodies;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Requests.Reading;
using Smartbox.ApiServer.Requests.Writing;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests;

/// <summary>Does what a request asks of objects and collections.</summary>
internal sealed class ResourceServer(
    IObjectStore store, ObjectWrites writes, DeletionServer deletions, WatchServer watches, SubresourceServer subresources, TimeProvider clock)
{
    private readonly ListReader _lists = new(store);

    public Task ServeAsync(ApiRequest request, Requester requester)
    {
        var (path, type) = (request.Path, request.Type);
        if (type.IsNamespaced ? path.Namespace is null && path.Name is not null : path.Namespace is not null)
        {
            throw ApiErrors.UnknownPath();
        }

        if (path.Subresource is { } subresource)
        {
            return subresource is Isolation.Status or Isolation.Resize or Isolation.Finalize
                ? ServePartAsync(request)
                : subresources.ServeAsync(request);
        }

        return path.Name is null ? ServeCollectionAsync(request, requester) : ServeObjectAsync(request);
    }

    private Task ServeCollectionAsync(ApiRequest request, Requester requester)
    {
        var method = request.Http.Request.Method;
        if (HttpMethods.IsPost(method) && request.Type.Review is { } review)
        {
            return ReviewAsync(request, review, requester);
        }

        if (HttpMethods.IsPost(method) && !(request.Type.IsNamespaced && request.Path.Namespace is null))
        {
            return Allowed(request, "create") ?? CreateAsync(request);
        }

        if (HttpMethods.IsDelete(method))
        {
            return Allowed(request, "deletecollection") ?? deletions.DeleteAllAsync(request);
        }

        return HttpMethods.IsGet(method) ? Allowed(request, "list") ?? ListAsync(request) : throw ApiErrors.MethodNotAllowed();
    }

    private Task ServeObjectAsync(ApiRequest request)
    {
        var method = request.Http.Request.Method;
        if (HttpMethods.IsGet(method))
        {
            return Allowed(request, "get") ?? (request.Path.IsWatch ? ListAsync(request) : GetAsync(request));
        }

        if (HttpMethods.IsDelete(method))
        {
            return Allowed(request, "delete") ?? deletions.DeleteAsync(request);
        }

        return ChangeAsync(request);
    }

    // Parts that have the whole object's shape.
    private Task ServePartAsync(ApiRequest request)
    {
        var isServed = request.Path.Subresource == Isolation.Status
            ? request.Type.HasStatus
            : request.Type.Subresources.Any(subresource => subresource.Name == request.Path.Subresource);
        if (!isServed)
        {
            throw ApiErrors.UnknownPath();
        }

        return HttpMethods.IsGet(request.Http.Request.Method) && request.Path.Subresource != Isolation.Finalize ? GetAsync(request) : ChangeAsync(request);
    }

    private Task ChangeAsync(ApiRequest request)
    {
        var method = request.Http.Request.Method;
        if (HttpMethods.IsPut(method))
        {
            return Allowed(request, "update") ?? ReplaceAsync(request);
        }

        return HttpMethods.IsPatch(method) ? Allowed(request, "patch") ?? PatchAsync(request) : throw ApiErrors.MethodNotAllowed();
    }

    private static Task? Allowed(ApiRequest request, string verb) =>
        request.Type.Verbs.Contains(verb) ? null : throw ApiErrors.MethodNotAllowed();

    private async Task ReviewAsync(ApiRequest request, Func<JsonObject, Requester, JsonObject> review, Requester requester)
    {
        var body = await BodyReader.ReadObjectAsync(request.Http.Request, request.Type.Kind, request.Aborted);
        ObjectDecoding.CheckKind(request.Type, body.Object);
        body.Object.Meta()["creationTimestamp"] ??= ObjectMeta.Format(clock.GetUtcNow());
        await Answer.SendAsync(request.Http, 201, review(body.Object, requester), request.Representation.IsYaml);
    }

    private async Task CreateAsync(ApiRequest request) => await SendAsync(request, 201, await writes.CreateAsync(request));

    private async Task ReplaceAsync(ApiRequest request) => await SendAsync(request, 200, await writes.ReplaceAsync(request));

    private async Task PatchAsync(ApiRequest request)
    {
        var (stored, isNew) = await writes.PatchAsync(request);
        await SendAsync(request, isNew ? 201 : 200, stored);
    }

    private Task GetAsync(ApiRequest request)
    {
        var stored = store.Get(new ObjectTarget(request.Type, request.Namespace, request.Name).Key) ?? throw ApiErrors.NotFound(request.Type, request.Name);
        return SendAsync(request, 200, stored);
    }

    private Task ListAsync(ApiRequest request)
    {
        var options = ListOptions.Read(request.Query, request.Path.IsWatch);
        var filter = Selection.Parse(request.Type, options, request.Path.Name);
        if (options.IsWatch)
        {
            return watches.ServeAsync(request, options, filter);
        }

        var page = _lists.Read(request.Type, request.Path.Namespace, options, filter);
        var token = page.Continue is { } next ? ListTokens.Write(next) : null;
        return Answer.SendAsync(request.Http, 200, Render(request).List(page.Items, page.Revision, token, page.Remaining), request.Representation.IsYaml);
    }

    private Task SendAsync(ApiRequest request, int code, StoredObject stored)
    {
        Answer.Warn(request.Http, request.Warnings);
        return Answer.SendAsync(request.Http, code, Render(request).Object(stored), request.Representation.IsYaml);
    }

    private Renderer Render(ApiRequest request) => new(request.Type, request.Representation.Form, request.Query.Text("includeObject"), clock);
}
