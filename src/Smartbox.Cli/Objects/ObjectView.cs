using System.Net;
using System.Text.Json.Nodes;
using Smartbox.Cli.Kube;

namespace Smartbox.Cli.Objects;

/// <summary>Shows objects of any kind, as <c>smartbox get</c> is asked to.</summary>
internal sealed class ObjectView(ApiClient client, TextWriter output, TextWriter error, TimeProvider time)
{
    private readonly ObjectLists _lists = new(client);

    /// <returns>The exit status.</returns>
    public async Task<int> ShowAsync(ObjectQuery query, CancellationToken cancellationToken)
    {
        var failures = new Failures(error);
        if (query.IsTable)
        {
            await TablesAsync(query, failures, cancellationToken);
        }
        else
        {
            await ObjectsAsync(query, failures, cancellationToken);
        }

        return failures.ExitCode;
    }

    /// <summary>Shows what is there and then what changes, until it is interrupted.</summary>
    public async Task FollowAsync(ObjectQuery query, CancellationToken cancellationToken)
    {
        var target = query.Targets is [var one] ? one : throw new CliException(ExitCodes.Usage, "-w watches one kind or one object.");
        var show = Shower(query, target);
        while (true)
        {
            var accept = query.IsTable ? ApiClient.TableFormat : "application/json";
            // A list, also of one object: its revision is where the watch begins.
            var path = target.Kind.Path(query.Namespace) + QueryText.Of(("fieldSelector", target.FieldSelector), ("labelSelector", query.Selector));
            var list = await client.GetAsync(path, $"read {ObjectLists.What(target, query.Namespace)}", cancellationToken, accept);
            show(list);
            try
            {
                var revision = (string?)list["metadata"]?["resourceVersion"] ?? "0";
                var changes = new ObjectWatch(client, time).FromAsync(target, query.Namespace, query.Selector, revision, accept, cancellationToken);
                await foreach (var change in changes)
                {
                    show(change.Object);
                }
            }
            catch (ApiRefusal e) when (e.Status == HttpStatusCode.Gone)
            {
                // The server has forgotten that revision: what is there now is shown again.
            }
        }
    }

    private async Task TablesAsync(ObjectQuery query, Failures failures, CancellationToken cancellationToken)
    {
        var isFirst = true;
        var isMixed = query.Targets.Select(target => target.Kind).Distinct().Count() > 1;
        foreach (var ofKind in query.Targets.GroupBy(target => target.Kind))
        {
            var tables = new List<ServerTable>();
            foreach (var target in ofKind)
            {
                await failures.TryAsync(async () => tables.AddRange(await _lists.TablesAsync(target, query.Namespace, query.Selector, cancellationToken)));
            }

            if (tables.All(table => table.Rows.Count == 0))
            {
                continue;
            }

            if (!isFirst)
            {
                await output.WriteLineAsync();
            }

            isFirst = false;
            Printer(query, ofKind.Key, isMixed).Print(tables);
        }

        if (isFirst && failures.ExitCode == ExitCodes.Ok)
        {
            var kinds = string.Join(", ", query.Targets.Select(target => target.Kind.Resource).Distinct());
            await error.WriteLineAsync(query.Namespace is null || query.Targets.All(target => !target.Kind.IsNamespaced)
                ? $"No {kinds} found." : $"No {kinds} found in namespace {query.Namespace}.");
        }
    }

    private async Task ObjectsAsync(ObjectQuery query, Failures failures, CancellationToken cancellationToken)
    {
        var objects = new List<(ResourceKind Kind, JsonObject Content)>();
        foreach (var target in query.Targets)
        {
            await failures.TryAsync(async () => objects.AddRange(
                (await _lists.ObjectsAsync(target, query.Namespace, query.Selector, cancellationToken)).Select(item => (target.Kind, item))));
        }

        var printer = new ObjectPrinter(output, query.Output!);
        if (query.Targets is [{ Name: not null }])
        {
            objects.ForEach(item => printer.PrintOne(item.Kind, item.Content));
            return;
        }

        printer.PrintList(objects);
    }

    private Action<JsonObject> Shower(ObjectQuery query, ObjectTarget target)
    {
        if (query.IsTable)
        {
            var tables = Printer(query, target.Kind, isMixed: false);
            return table => tables.Print(new ServerTable(table));
        }

        var printer = new ObjectPrinter(output, query.Output!);
        return content =>
        {
            var objects = content["items"] is JsonArray items ? items.OfType<JsonObject>() : [content];
            foreach (var item in objects)
            {
                printer.PrintOne(target.Kind, item);
            }
        };
    }

    private TablePrinter Printer(ObjectQuery query, ResourceKind kind, bool isMixed) => new(
        output, query.Output == "wide", withNamespace: query.Namespace is null && kind.IsNamespaced, isMixed ? kind.NameOf("") : "");
}
