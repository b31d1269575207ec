using System.ComponentModel;
using System.Text.Json.Nodes;
using Smartbox.Api;
using Smartbox.Cli.Kube;
using Smartbox.Cli.Objects;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Describe;

internal sealed class DescribeCommand(IAnsiConsole console, CliEnvironment environment) : AsyncCommand<DescribeCommand.Settings>
{
    internal sealed class Settings : KubeSettings
    {
        [CommandArgument(0, "<KIND and NAMES>")]
        [Description("A kind and names of it (none: all), or KIND/NAME, or the name of a box.")]
        public string[] Words { get; init; } = [];
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        using var cluster = KubeAccess.Require(settings, environment, "Describing needs a kubeconfig");
        var client = new ApiClient(cluster);
        var kinds = await Discovery.LoadAsync(client, cancellationToken);
        string[] words = settings.Words is [var word] && !word.Contains('/', StringComparison.Ordinal) && !kinds.IsKnown(word)
            ? [$"smartboxes.{Names.Group}", word]
            : settings.Words;
        var failures = new Failures(environment.Error);
        var lists = new ObjectLists(client);
        var events = new EventReader(client, kinds);
        var isFirst = true;
        foreach (var target in ObjectArguments.Read(words, kinds))
        {
            var ns = target.Kind.IsNamespaced ? settings.Namespace ?? cluster.Namespace : null;
            await failures.TryAsync(async () =>
            {
                foreach (var content in await lists.ObjectsAsync(target, ns, selector: null, cancellationToken))
                {
                    var page = new DescriptionPage(console.Profile.Out.Writer, environment.Time.GetUtcNow());
                    page.Separate(ref isFirst);
                    Describe(page, target.Kind, content);
                    page.Events(await events.ReadAsync(target.Kind, content, cancellationToken));
                }
            });
        }

        return failures.ExitCode;
    }

    private static void Describe(DescriptionPage page, ResourceKind kind, JsonObject content)
    {
        if (kind is { Group: Names.Group, Resource: "smartboxes" })
        {
            BoxDescription.Write(page, content);
        }
        else
        {
            AnyDescription.Write(page, content);
        }
    }
}
