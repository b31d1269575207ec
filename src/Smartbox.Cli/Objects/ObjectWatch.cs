using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Smartbox.Cli.Kube;

namespace Smartbox.Cli.Objects;

/// <summary>Changes of one kind from a revision on, as long as somebody listens: the server ends each watch after a while.</summary>
internal sealed class ObjectWatch(ApiClient client, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>Events with objects or, with the table format, tables.</summary>
    /// <exception cref="ApiRefusal">Among others status 410: the revision is too old, and whoever listens must list anew.</exception>
    public async IAsyncEnumerable<WatchEvent> FromAsync(
        ObjectTarget target, string? ns, string? selector, string revision, string accept, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var what = $"watch {ObjectLists.What(target, ns)}";
        while (true)
        {
            var hasNews = false;
            var query = QueryText.Of(("watch", "true"), ("labelSelector", selector), ("fieldSelector", target.FieldSelector), ("resourceVersion", revision));
            var call = new ApiCall(HttpMethod.Get, target.Kind.Path(ns) + query, what) { Accept = accept };
            await foreach (var change in client.WatchAsync(call, cancellationToken))
            {
                if (change.Type == "ERROR")
                {
                    throw KubeErrors.Refusal((HttpStatusCode)((int?)change.Object["code"] ?? 500), change.Object.ToJsonString(), what);
                }

                hasNews = true;
                revision = RevisionOf(change.Object) ?? revision;
                yield return change;
            }

            if (!hasNews)
            {
                await Task.Delay(s_pause, time, cancellationToken);
            }
        }
    }

    private static string? RevisionOf(JsonObject content) => (string?)content["kind"] == "Table"
        ? new ServerTable(content).Rows is [.., var row] ? row.ResourceVersion : null
        : (string?)content["metadata"]?["resourceVersion"];
}
