using System.ComponentModel;
using Smartbox.Cli.Kube;
using Smartbox.Cli.Manifests;
using Smartbox.Cli.Objects;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Apply;

internal sealed class ApplyCommand(IAnsiConsole console, CliEnvironment environment) : AsyncCommand<ApplyCommand.Settings>
{
    internal sealed class Settings : KubeSettings
    {
        [CommandOption("-f|--filename <FILE>")]
        [Description("File or folder with YAML or JSON; - for standard input. May be given several times. Required.")]
        public string[] Files { get; init; } = [];

        [CommandOption("--force-conflicts")]
        [Description("Take over fields that somebody else has set otherwise.")]
        public bool ForceConflicts { get; init; }

        [CommandOption("--dry-run")]
        [Description("Let the server check it, and change nothing.")]
        public bool DryRun { get; init; }

        public override ValidationResult Validate() => Files.Length == 0 ? ValidationResult.Error("-f is required") : ValidationResult.Success();
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        using var cluster = KubeAccess.Require(settings, environment, "Applying needs a kubeconfig");
        var manifests = await new ManifestFiles(environment).ReadAsync(settings.Files, cancellationToken);
        var client = new ApiClient(cluster);
        var applier = new Applier(client, new KnownKinds(client, environment.Time), settings.ForceConflicts, settings.DryRun);
        var failures = new Failures(environment.Error);
        foreach (var manifest in manifests)
        {
            await failures.TryAsync(async () =>
            {
                var report = await applier.ApplyAsync(manifest, settings.Namespace, cluster.Namespace, cancellationToken);
                foreach (var warning in report.Warnings)
                {
                    await environment.Error.WriteLineAsync($"Warning: {Chat.Printable.Of(warning)}");
                }

                await console.Profile.Out.Writer.WriteLineAsync($"{report.Name} {report.Outcome}{(settings.DryRun ? " (dry run)" : "")}");
            });
        }

        return failures.ExitCode;
    }
}
