using System.ComponentModel;
using k8s;
using Smartbox.Api;
using Smartbox.Cli.Kube;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Logs;

internal sealed class LogsCommand(IAnsiConsole console, CliEnvironment environment) : AsyncCommand<LogsCommand.Settings>
{
    internal sealed class Settings : KubeSettings
    {
        [CommandArgument(0, "<NAME>")]
        [Description("Name of the box.")]
        public string Name { get; init; } = "";

        [CommandOption("-c|--container <CONTAINER>")]
        [Description("agent, relay, backup or restore. Default: agent.")]
        [DefaultValue("agent")]
        public string Container { get; init; } = "agent";

        [CommandOption("-f|--follow")]
        [Description("Go on with what is logged from now on.")]
        public bool Follow { get; init; }

        [CommandOption("--tail <LINES>")]
        [Description("Only the last lines.")]
        public int? Tail { get; init; }

        public override ValidationResult Validate() =>
            Container is not ("agent" or "relay" or "backup" or "restore")
                ? ValidationResult.Error($"--container is '{Container}'; it must be agent, relay, backup or restore")
                : Tail < 0 ? ValidationResult.Error("--tail must not be negative")
                : ValidationResult.Success();
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        using var cluster = KubeAccess.Require(settings, environment, "Logs are read with a kubeconfig");
        var @namespace = settings.Namespace ?? cluster.Namespace;
        await using var log = await OpenAsync(cluster, @namespace, settings, cancellationToken);
        using var reader = new StreamReader(log);
        try
        {
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                await console.Profile.Out.Writer.WriteLineAsync(line);
            }
        }
        catch (IOException e)
        {
            throw new CliException(ExitCodes.Unavailable, $"The log of box {settings.Name} was cut off: {e.Message}", e);
        }

        return ExitCodes.Ok;
    }

    private static async Task<Stream> OpenAsync(KubeAccess cluster, string @namespace, Settings settings, CancellationToken cancellationToken)
    {
        try
        {
            return await KubeErrors.TranslateAsync(
                () => cluster.Client.CoreV1.ReadNamespacedPodLogAsync(
                    Names.Pod(settings.Name), @namespace, settings.Container, follow: settings.Follow, tailLines: settings.Tail, cancellationToken: cancellationToken),
                cluster, $"read the log of {settings.Container} of box {settings.Name} in namespace {@namespace}");
        }
        catch (CliException e) when (e.ExitCode == ExitCodes.NotFound)
        {
            // No pod: say why, if the box says it.
            var box = await new BoxReader(cluster).GetAsync(@namespace, settings.Name, cancellationToken);
            var reason = Boxes.BoxRow.Of(box).Reason ?? "Unknown";
            throw new CliException(ExitCodes.NotFound, $"Box {settings.Name} in namespace {@namespace} has no pod now ({reason}), so there is no log.", e);
        }
    }
}
