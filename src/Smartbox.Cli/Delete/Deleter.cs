using System.Net;
using System.Text.Json.Nodes;
using Smartbox.Cli.Kube;
using Smartbox.Cli.Objects;

namespace Smartbox.Cli.Delete;

/// <summary>Deletes objects, and waits until they are gone.</summary>
internal sealed class Deleter(ApiClient client, TimeProvider time, bool now, bool ignoreNotFound)
{
    private readonly ObjectWatch _watch = new(client, time);

    /// <returns>null when it was not there and that is no failure.</returns>
    public async Task<DeletedObject?> DeleteAsync(ObjectTarget target, string? ns, CancellationToken cancellationToken)
    {
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = "Background" };
        if (now)
        {
            options["gracePeriodSeconds"] = 1;
        }

        var call = new ApiCall(HttpMethod.Delete, target.Kind.Path(ns, target.Name), $"delete {ObjectLists.What(target, ns)}") { Content = options.ToJsonString() };
        try
        {
            var answer = (await client.SendAsync(call, cancellationToken)).Body;
            // A Status when it is gone at once, otherwise the object as it is now.
            return new DeletedObject(target, ns, (string?)answer["metadata"]?["uid"] ?? (string?)answer["details"]?["uid"] ?? "");
        }
        catch (ApiRefusal e) when (e.Status == HttpStatusCode.NotFound && ignoreNotFound)
        {
            return null;
        }
    }

    /// <exception cref="CliException">It is still there after the time limit.</exception>
    public async Task WaitAsync(DeletedObject deleted, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            while (!await IsGoneAsync(deleted, either.Token))
            {
                // Its revision was too old to watch from: it is read again.
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException(ExitCodes.Unavailable, $"{ObjectLists.What(deleted.Target, deleted.Namespace)} is still there after {timeout!.Value.TotalSeconds:0} s.", e);
        }
    }

    private async Task<bool> IsGoneAsync(DeletedObject deleted, CancellationToken cancellationToken)
    {
        var (target, ns, uid) = deleted;
        var what = $"wait for the end of {ObjectLists.What(target, ns)}";
        try
        {
            var found = await client.GetAsync(target.Kind.Path(ns, target.Name), what, cancellationToken);
            if (UidOf(found) != uid)
            {
                return true;
            }

            var revision = (string?)found["metadata"]?["resourceVersion"] ?? "0";
            await foreach (var change in _watch.FromAsync(target, ns, selector: null, revision, "application/json", cancellationToken))
            {
                if (change.Type == "DELETED" || UidOf(change.Object) != uid)
                {
                    return true;
                }
            }
        }
        catch (ApiRefusal e) when (e.Status == HttpStatusCode.NotFound)
        {
            return true;
        }
        catch (ApiRefusal e) when (e.Status == HttpStatusCode.Gone)
        {
            return false;
        }

        return false;
    }

    private static string? UidOf(JsonObject content) => (string?)content["metadata"]?["uid"];
}
