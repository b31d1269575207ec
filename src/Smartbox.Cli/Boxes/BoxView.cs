using Grpc.Core;
using k8s;
using Smartbox.Api.Resources;
using Smartbox.Cli.Gateway;
using Smartbox.Cli.Kube;
using Smartbox.Cli.Tokens;
using Smartbox.Protocol.V1;

namespace Smartbox.Cli.Boxes;

/// <summary>Boxes made for people: those of the cluster where a kubeconfig may, otherwise the caller's, through the gateway.</summary>
internal sealed class BoxView(TextWriter output, CliEnvironment environment)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    public async Task ShowAsync(KubeAccess? cluster, GetSettings settings, bool isGatewayNamed, CancellationToken cancellationToken)
    {
        if (cluster is not null && !isGatewayNamed)
        {
            try
            {
                await FromClusterAsync(cluster, settings, cancellationToken);
                return;
            }
            catch (CliException e) when (e.ExitCode == ExitCodes.NotAllowed && GivenToken.From(settings.TokenFile, environment) is not null)
            {
                // The kubeconfig may not list boxes, but the user has a token: the gateway shows theirs.
            }
        }

        await FromGatewayAsync(cluster, settings, cancellationToken);
    }

    private async Task FromClusterAsync(KubeAccess cluster, GetSettings settings, CancellationToken cancellationToken)
    {
        var reader = new BoxReader(cluster);
        var @namespace = settings.Namespace ?? cluster.Namespace;
        IReadOnlyList<SmartboxResource> boxes = settings.Name is { } name
            ? [await reader.GetAsync(@namespace, name, cancellationToken)]
            : await reader.ListAsync(settings.AllNamespaces ? null : @namespace, cancellationToken);
        foreach (var box in boxes)
        {
            box.Metadata.ManagedFields = null;
        }

        Write(settings, boxes, [.. boxes.Select(BoxRow.Of)], settings.AllNamespaces, settings.AllNamespaces ? null : @namespace);
    }

    private async Task FromGatewayAsync(KubeAccess? cluster, GetSettings settings, CancellationToken cancellationToken)
    {
        using var signed = GivenToken.From(settings.TokenFile, environment) is null && cluster is not null && settings.User is not null
            ? new SignedToken(cluster, settings.SystemNamespace, _ => Task.FromResult(settings.User), environment.Time)
            : null;
        ITokenSource tokens = GivenToken.From(settings.TokenFile, environment) as ITokenSource ?? signed
            ?? throw new CliException(ExitCodes.NotAllowed, "The gateway asks for a token: give --token-file, SMARTBOX_TOKEN, or --user with a kubeconfig that may sign one.");
        using var gateway = GatewayClient.Open(settings, environment, cluster, tokens);
        var rows = (await ListAsync(gateway, settings, cancellationToken)).Select(BoxRow.Of).ToList();
        Write(settings, rows, rows, withNamespace: settings.Namespace is null && settings.Name is null, settings.Namespace);
    }

    // The caller's boxes are few and of any namespace: without -n, all of them.
    private async Task<IEnumerable<Box>> ListAsync(GatewayClient gateway, GetSettings settings, CancellationToken cancellationToken)
    {
        var box = settings.Name is { } name ? $"{settings.Namespace ?? "default"}/{name}" : null;
        var deadline = environment.Time.GetUtcNow().UtcDateTime + s_timeout;
        try
        {
            var headers = await gateway.HeadersAsync(cancellationToken);
            if (box is not null)
            {
                return [await gateway.Boxes.GetAsync(new GetBoxRequest { Box = box }, headers, deadline, cancellationToken)];
            }

            var list = await gateway.Boxes.ListAsync(new ListBoxesRequest(), headers, deadline, cancellationToken);
            return list.Boxes.Where(entry => settings.Namespace is null || entry.Namespace == settings.Namespace);
        }
        catch (RpcException e)
        {
            throw gateway.Failure(e, box);
        }
    }

    private void Write<T>(GetSettings settings, IReadOnlyList<T> objects, List<BoxRow> rows, bool withNamespace, string? @namespace)
        where T : class
    {
        object shown = settings.Name is not null ? objects[0] : new { items = objects };
        switch (settings.Output)
        {
            case "json":
                output.WriteLine(BoxJson.Write(shown));
                break;
            case "yaml":
                output.WriteLine(KubernetesYaml.Serialize(shown).TrimEnd());
                break;
            case var _ when rows.Count == 0:
                environment.Error.WriteLine(@namespace is null ? "No boxes found." : $"No boxes found in namespace {@namespace}.");
                break;
            default:
                BoxTable.Write(output, rows, withNamespace, settings.Output == "wide", environment.Time.GetUtcNow());
                break;
        }
    }
}
