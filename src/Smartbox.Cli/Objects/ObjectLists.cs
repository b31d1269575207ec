using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Smartbox.Cli.Kube;

namespace Smartbox.Cli.Objects;

/// <summary>Reads objects of any kind: single ones, and lists page by page.</summary>
internal sealed class ObjectLists(ApiClient client)
{
    private const string PageSize = "500";

    /// <summary>Tables of what a target names: one, or one a page.</summary>
    public async Task<IReadOnlyList<ServerTable>> TablesAsync(ObjectTarget target, string? ns, string? selector, CancellationToken cancellationToken)
    {
        var tables = new List<ServerTable>();
        await foreach (var page in PagesAsync(target, ns, selector, ApiClient.TableFormat, cancellationToken))
        {
            tables.Add(new ServerTable(page));
        }

        return tables;
    }

    /// <summary>The objects that a target names, each with its kind.</summary>
    public async Task<IReadOnlyList<JsonObject>> ObjectsAsync(ObjectTarget target, string? ns, string? selector, CancellationToken cancellationToken)
    {
        var objects = new List<JsonObject>();
        await foreach (var page in PagesAsync(target, ns, selector, "application/json", cancellationToken))
        {
            objects.AddRange(target.Name is null ? (page["items"] as JsonArray ?? []).OfType<JsonObject>().Select(item => Complete(item, target.Kind)) : [page]);
        }

        return objects;
    }

    /// <summary>"smartbox.smartbox.dev/alice in namespace people", for messages.</summary>
    public static string What(ObjectTarget target, string? ns) =>
        (target.Name is null ? target.Kind.FullName : target.Kind.NameOf(target.Name)) + (target.Kind.IsNamespaced && ns is not null ? $" in namespace {ns}" : "");

    private async IAsyncEnumerable<JsonObject> PagesAsync(
        ObjectTarget target, string? ns, string? selector, string accept, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var what = $"read {What(target, ns)}";
        if (target.Name is not null)
        {
            yield return await client.GetAsync(target.Kind.Path(ns, target.Name), what, cancellationToken, accept);
            yield break;
        }

        string? token = null;
        do
        {
            var query = QueryText.Of(("limit", PageSize), ("labelSelector", selector), ("continue", token));
            var page = await client.GetAsync(target.Kind.Path(ns) + query, what, cancellationToken, accept);
            yield return page;
            token = (string?)page["metadata"]?["continue"] is { Length: > 0 } next ? next : null;
        }
        while (token is not null);
    }

    // Items of a list of a built-in kind do not say what they are.
    private static JsonObject Complete(JsonObject item, ResourceKind kind)
    {
        var complete = new JsonObject { ["apiVersion"] = kind.ApiVersion, ["kind"] = kind.Kind };
        foreach (var (name, value) in item.Where(member => member.Key is not ("apiVersion" or "kind")))
        {
            complete[name] = value?.DeepClone();
        }

        return complete;
    }
}
