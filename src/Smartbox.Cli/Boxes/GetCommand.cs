using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Cli.Kube;
using Smartbox.Cli.Objects;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Boxes;

internal sealed class GetCommand(IAnsiConsole console, CliEnvironment environment) : AsyncCommand<GetSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, GetSettings settings, CancellationToken cancellationToken)
    {
        using var cluster = KubeAccess.Open(settings, environment);
        var isGatewayNamed = settings.Gateway is not null || environment.Variable("SMARTBOX_GATEWAY") is { Length: > 0 };
        if (cluster is not null && await QueryAsync(cluster, settings, isGatewayNamed, cancellationToken) is { } query)
        {
            return await ShowAsync(new ApiClient(cluster), query, settings.Watch, cancellationToken);
        }

        if (settings.IsForServer || settings.Words.Length > 1)
        {
            throw new CliException(ExitCodes.Usage, "Other kinds than boxes, -w, -l and -o name need a kubeconfig: give one with --kubeconfig or KUBECONFIG.");
        }

        if (settings.Name is not null && settings.AllNamespaces)
        {
            throw new CliException(ExitCodes.Usage, "A box is named in one namespace: leave -A out.");
        }

        await new BoxView(console.Profile.Out.Writer, environment).ShowAsync(cluster, settings, isGatewayNamed, cancellationToken);
        return ExitCodes.Ok;
    }

    // What is asked of the API server for itself; null where boxes are meant, of which there is a view that also works without it.
    private static async Task<ObjectQuery?> QueryAsync(KubeAccess cluster, GetSettings settings, bool isGatewayNamed, CancellationToken cancellationToken)
    {
        var mayBeBox = settings.Words.Length == 0 || settings.Name?.Contains('/', StringComparison.Ordinal) == false;
        if (!settings.IsForServer && mayBeBox && (settings.Words.Length == 0 || isGatewayNamed))
        {
            return null;
        }

        ResourceKinds kinds;
        try
        {
            kinds = await Discovery.LoadAsync(new ApiClient(cluster), cancellationToken);
        }
        catch (ApiRefusal) when (mayBeBox && !settings.IsForServer)
        {
            // Who may not see which kinds there are may still read boxes.
            return null;
        }

        if (mayBeBox && !(settings.Name is { } word && kinds.IsKnown(word)))
        {
            return settings.IsForServer ? Query([$"{SmartboxResource.KubePluralName}.{Names.Group}", .. settings.Words]) : null;
        }

        return Query(settings.Words);

        ObjectQuery Query(IReadOnlyList<string> words)
        {
            var targets = ObjectArguments.Read(words, kinds);
            return settings.AllNamespaces && targets.Any(target => target.Name is not null)
                ? throw new CliException(ExitCodes.Usage, "An object is named in one namespace: leave -A out.")
                : new ObjectQuery(targets, settings.AllNamespaces ? null : settings.Namespace ?? cluster.Namespace)
                {
                    Selector = settings.Selector,
                    Output = settings.Output,
                };
        }
    }

    private async Task<int> ShowAsync(ApiClient client, ObjectQuery query, bool watch, CancellationToken cancellationToken)
    {
        var view = new ObjectView(client, console.Profile.Out.Writer, environment.Error, environment.Time);
        if (!watch)
        {
            return await view.ShowAsync(query, cancellationToken);
        }

        await view.FollowAsync(query, cancellationToken);
        return ExitCodes.Ok;
    }
}
