using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests;
using Smartbox.ApiServer.Requests.Objects;

namespace Smartbox.ApiServer.Pods;

/// <summary>Serves <c>pods/log</c>.</summary>
internal sealed class PodLogs(PodAccess pods, TimeProvider clock, CancellationToken stopping)
{
    public async Task ServeAsync(ApiRequest request)
    {
        if (!HttpMethods.IsGet(request.Http.Request.Method))
        {
            throw ApiErrors.MethodNotAllowed();
        }

        var pod = pods.Get(request);
        var query = Read(request, pod);
        var backend = pods.BackendOf(pod);
        request.Http.Response.ContentType = "text/plain";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, stopping);
        try
        {
            await backend.CopyLogAsync(query, request.Http.Response.Body, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Nobody reads on, or the server ends.
        }
    }

    private LogQuery Read(ApiRequest request, JsonObject pod)
    {
        var query = request.Query;
        var sinceSeconds = Check(request, query, "sinceSeconds", 1);
        var sinceTime = query.Text("sinceTime");
        if (sinceSeconds is not null && sinceTime is not null)
        {
            throw Refuse(request, "sinceSeconds", "FieldValueForbidden", "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified");
        }

        DateTimeOffset? since = null;
        if (sinceTime is not null)
        {
            since = DateTimeOffset.TryParse(sinceTime, out var time) ? time : throw ApiErrors.BadRequest($"sinceTime \"{sinceTime}\" is no time.");
        }

        return new LogQuery(request.Namespace, request.Name, Container(request, pod))
        {
            Follow = query.Flag("follow"),
            Previous = query.Flag("previous"),
            Timestamps = query.Flag("timestamps"),
            TailLines = Check(request, query, "tailLines", 0) is { } lines ? (int)Math.Min(lines, int.MaxValue) : null,
            LimitBytes = Check(request, query, "limitBytes", 1),
            Since = since ?? (sinceSeconds is { } seconds ? clock.GetUtcNow().AddSeconds(-Math.Min(seconds, int.MaxValue)) : null),
        };
    }

    private static string Container(ApiRequest request, JsonObject pod)
    {
        var (containers, inits) = (PodAccess.Containers(pod, "containers"), PodAccess.Containers(pod, "initContainers"));
        if (request.Query.Text("container") is { } wanted)
        {
            return containers.Contains(wanted) || inits.Contains(wanted)
                ? wanted
                : throw ApiErrors.BadRequest($"container {wanted} is not valid for pod {request.Name}");
        }

        if (containers.Count == 1)
        {
            return containers[0];
        }

        var others = inits.Count > 0 ? $" or one of the init containers: [{string.Join(' ', inits)}]" : "";
        throw ApiErrors.BadRequest(
            $"a container name must be specified for pod {request.Name}, choose one of: [{string.Join(' ', containers)}]{others}");
    }

    private static long? Check(ApiRequest request, IQueryCollection query, string name, long least)
    {
        var number = query.Number(name);
        return number is null || number >= least
            ? number
            : throw Refuse(request, name, "FieldValueInvalid", $"Invalid value: {number}: must be greater than{(least == 0 ? " or equal to" : "")} 0");
    }

    private static ApiException Refuse(ApiRequest request, string field, string reason, string message) =>
        ApiErrors.Invalid("", "PodLogOptions", request.Name, new FieldError(field, reason, message));
}
