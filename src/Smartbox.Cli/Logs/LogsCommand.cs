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
        [Description("Name of the box, or pod/NAME for any pod.")]
        public string Name { get; init; } = "";

        [CommandOption("-c|--container <CONTAINER>")]
        [Description("Of a box: agent, relay, backup or restore. Default: agent; of another pod: its only one.")]
        public string? Container { get; init; }

        [CommandOption("-f|--follow")]
        [Description("Go on with what is logged from now on.")]
        public bool Follow { get; init; }

        [CommandOption("--tail <LINES>")]
        [Description("Only the last lines.")]
        public int? Tail { get; init; }

        [CommandOption("-p|--previous")]
        [Description("The log of the container's run before the present one.")]
        public bool Previous { get; init; }

        /// <summary>The pod that is named as such; null when a box is.</summary>
        public string? Pod => Name.Split('/') is ["pod" or "pods" or "po", { Length: > 0 } pod] ? pod : null;

        /// <summary>The container whose log it is; null leaves it to the server.</summary>
        public string? Source => Container ?? (Pod is null ? "agent" : null);

        public override ValidationResult Validate() =>
            Pod is null && Name.Contains('/', StringComparison.Ordinal) ? ValidationResult.Error($"'{Name}' is neither the name of a box nor pod/NAME")
            : Pod is null && Container is not (null or "agent" or "relay" or "backup" or "restore")
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
            throw new CliException(ExitCodes.Unavailable, $"The log of {settings.Name} was cut off: {e.Message}", e);
        }

        return ExitCodes.Ok;
    }

    private static async Task<Stream> OpenAsync(KubeAccess cluster, string @namespace, Settings settings, CancellationToken cancellationToken)
    {
        try
        {
            return await KubeErrors.TranslateAsync(
                () => cluster.Client.CoreV1.ReadNamespacedPodLogAsync(
                    settings.Pod ?? Names.Pod(settings.Name), @namespace, settings.Source,
                    follow: settings.Follow, previous: settings.Previous, tailLines: settings.Tail, cancellationToken: cancellationToken),
                cluster, settings.Pod is null
                    ? $"read the log of {settings.Source} of box {settings.Name} in namespace {@namespace}"
                    : $"read the log of pod {settings.Pod} in namespace {@namespace}");
        }
        catch (CliException e) when (e.ExitCode == ExitCodes.NotFound && settings.Pod is null)
        {
            // No pod: say why, if the box says it.
            var box = await new BoxReader(cluster).GetAsync(@namespace, settings.Name, cancellationToken);
            var reason = Boxes.BoxRow.Of(box).Reason ?? "Unknown";
            throw new CliException(ExitCodes.NotFound, $"Box {settings.Name} in namespace {@namespace} has no pod now ({reason}), so there is no log.", e);
        }
    }
}
