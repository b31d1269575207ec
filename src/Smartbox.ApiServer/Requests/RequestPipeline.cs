using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Smartbox.ApiServer.Discovery;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests.Answers;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests;

/// <summary>What every request goes through: who asks, for what, in what form; and what becomes of errors.</summary>
internal sealed class RequestPipeline(ResourceCatalog catalog, ResourceServer resources, ILogger<RequestPipeline> logger)
{
    private readonly DiscoveryHandler _discovery = new(catalog);

    public async Task ServeAsync(HttpContext http)
    {
        try
        {
            await ServeCheckedAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
        catch (ApiException e)
        {
            await RefuseAsync(http, e);
        }
        catch (ObjectStoreException e)
        {
            Log.StoreRefused(logger, http.Request.Method, http.Request.Path, e.Message);
            await RefuseAsync(http, new ApiException(500, "InternalError", $"Internal error occurred: {e.Message}"));
        }
        catch (Exception e)
        {
            // A mistake of ours costs this request only.
            Log.RequestFailed(logger, e, http.Request.Method, http.Request.Path);
            await RefuseAsync(http, new ApiException(500, "InternalError", $"Internal error occurred: {e.Message}")
            {
                Details = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = e.Message }) },
            });
        }
    }

    private async Task ServeCheckedAsync(HttpContext http)
    {
        var requester = http.Features.Get<Requester>() ?? throw ApiErrors.Unauthorized();
        if (ResourcePath.Parse(http.Request.Path.Value!) is not { } path)
        {
            await ServeOtherAsync(http);
            return;
        }

        var type = catalog.Find(path.Group, path.Version, path.Resource);
        if (type is null)
        {
            if (!await _discovery.TryServeAsync(http))
            {
                throw ApiErrors.UnknownPath();
            }

            return;
        }

        // A log is text, and a forwarded port no answer at all.
        var representation = path.Subresource is "log" or "portforward" ? default : MediaTypes.Negotiate(http.Request.Headers.Accept);
        await resources.ServeAsync(new ApiRequest(http, path, type, representation), requester);
    }

    private async Task ServeOtherAsync(HttpContext http)
    {
        switch (http.Request.Path.Value!.TrimEnd('/'))
        {
            case "/healthz" or "/livez" or "/readyz":
                http.Response.ContentType = "text/plain; charset=utf-8";
                await http.Response.WriteAsync("ok", http.RequestAborted);
                return;
            case "/version":
                await Answer.SendAsync(http, 200, ServerVersion.Document());
                return;
            default:
                if (!await _discovery.TryServeAsync(http))
                {
                    throw ApiErrors.UnknownPath();
                }

                return;
        }
    }

    private static async Task RefuseAsync(HttpContext http, ApiException error)
    {
        if (http.Response.HasStarted)
        {
            // Too late to say it: the client sees that the answer is cut off.
            http.Abort();
            return;
        }

        http.Response.Clear();
        await Answer.SendErrorAsync(http, error);
    }
}
