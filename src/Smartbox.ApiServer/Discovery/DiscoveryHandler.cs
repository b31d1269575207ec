using Microsoft.AspNetCore.Http;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Discovery;

/// <summary>Serves <c>/api</c>, <c>/apis</c>, what is listed below them, and <c>/openapi/v3</c>.</summary>
internal sealed class DiscoveryHandler(ResourceCatalog catalog)
{
    private volatile DiscoverySnapshot? current;

    /// <summary>Answers a request when it is for discovery.</summary>
    /// <returns>False when it is not, or names what is not served; then nothing has been written.</returns>
    public async ValueTask<bool> TryServeAsync(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value!.Trim('/');
        if (!HttpMethods.IsGet(request.Method) || !IsDiscovery(path)) return false;

        var isAggregated = path is "api" or "apis" && request.Headers.Accept.ToString().Contains("g=apidiscovery.k8s.io;v=v2;", StringComparison.Ordinal);
        var snapshot = Snapshot();
        if ((isAggregated ? snapshot.FindAggregated(path) : snapshot.Find(path, request.Host.Value ?? "")) is not { } document) return false;
        await SendAsync(context, document, isAggregated ? AggregatedDiscovery.ContentType : "application/json", request.Query.ContainsKey("hash"));
        return true;
    }

    /// <summary>Whether a path names no objects: those are three parts after the version at most.</summary>
    private static bool IsDiscovery(string path) => path.Split('/') switch
    {
        ["api"] or ["api", _] or ["apis"] or ["apis", _] or ["apis", _, _] or ["openapi", "v3", ..] => true,
        _ => false,
    };

    private DiscoverySnapshot Snapshot()
    {
        var (types, generation) = catalog.Read();
        if (current is { } known && known.Generation == generation) return known;
        // Two requests may both make one; either serves.
        return current = new DiscoverySnapshot(types, generation);
    }

    private static async Task SendAsync(HttpContext context, Document document, string contentType, bool isHashed)
    {
        var response = context.Response;
        var tag = $"\"{document.Hash}\"";
        response.Headers.ETag = tag;
        response.Headers.Vary = "Accept";
        // A hash in the query names this very content, so that it never changes.
        response.Headers.CacheControl = isHashed ? "public, immutable" : "no-cache, private";
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(document.Hash, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = contentType;
        response.ContentLength = document.Content.Length;
        await response.Body.WriteAsync(document.Content, context.RequestAborted);
    }
}
