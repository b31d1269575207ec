using Smartbox.Cli.Kube;
using Smartbox.Cli.Manifests;
using Smartbox.Cli.Objects;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Delete;

internal sealed class DeleteCommand(IAnsiConsole console, CliEnvironment environment) : AsyncCommand<DeleteSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, DeleteSettings settings, CancellationToken cancellationToken)
    {
        using var cluster = KubeAccess.Require(settings, environment, "Deleting needs a kubeconfig");
        var client = new ApiClient(cluster);
        var failures = new Failures(environment.Error);
        var targets = await TargetsAsync(client, cluster, settings, failures, cancellationToken);
        var deleter = new Deleter(client, environment.Time, settings.Now, settings.IgnoreNotFound);
        var deleted = new List<DeletedObject>();
        // All at first, and then the waiting: they end side by side, as with kubectl.
        foreach (var (target, ns) in targets)
        {
            await failures.TryAsync(async () =>
            {
                if (await deleter.DeleteAsync(target, ns, cancellationToken) is { } found)
                {
                    deleted.Add(found);
                    await console.Profile.Out.Writer.WriteLineAsync($"{target.Kind.NameOf(target.Name!)} deleted");
                }
            });
        }

        foreach (var gone in settings.Wait ? deleted : [])
        {
            await failures.TryAsync(() => deleter.WaitAsync(gone, settings.TimeoutSpan, cancellationToken));
        }

        return failures.ExitCode;
    }

    private async Task<List<(ObjectTarget Target, string? Namespace)>> TargetsAsync(
        ApiClient client, KubeAccess cluster, DeleteSettings settings, Failures failures, CancellationToken cancellationToken)
    {
        var kinds = await Discovery.LoadAsync(client, cancellationToken);
        var targets = new List<(ObjectTarget Target, string? Namespace)>();
        if (settings.Files.Length == 0)
        {
            var named = ObjectArguments.Read(settings.Words, kinds);
            return named.All(target => target.Name is not null)
                ? [.. named.Select(target => (target, target.Kind.IsNamespaced ? settings.Namespace ?? cluster.Namespace : null))]
                : throw new CliException(ExitCodes.Usage, "Name the objects: smartbox delete KIND NAME, or KIND/NAME.");
        }

        // The reverse of how they were applied: definitions and namespaces come last.
        foreach (var manifest in (await new ManifestFiles(environment).ReadAsync(settings.Files, cancellationToken)).Reverse())
        {
            try
            {
                var kind = kinds.Require(manifest.ApiVersion, manifest.Kind);
                targets.Add((new ObjectTarget(kind, manifest.Name), ManifestPlaces.NamespaceOf(manifest, kind, settings.Namespace, cluster.Namespace)));
            }
            catch (CliException) when (settings.IgnoreNotFound && kinds.Find(manifest.ApiVersion, manifest.Kind) is null)
            {
                // Without its kind there is no such object.
            }
            catch (CliException e)
            {
                failures.Add(e);
            }
        }

        return targets;
    }
}
