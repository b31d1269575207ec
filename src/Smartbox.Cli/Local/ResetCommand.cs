using System.ComponentModel;
using System.Runtime.Versioning;
using Smartbox.Local;
using Smartbox.Local.Folders;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Local;

internal sealed class ResetCommand(IAnsiConsole console, CliEnvironment environment) : LocalCommand<ResetCommand.Settings>(environment)
{
    internal sealed class Settings : LocalSettings
    {
        [CommandOption("-y|--yes")]
        [Description("Do not ask.")]
        public bool Yes { get; init; }
    }

    [SupportedOSPlatform("linux")]
    protected override async Task<int> RunAsync(Settings settings, LocalFolder folder, CancellationToken cancellationToken)
    {
        var output = console.Profile.Out.Writer;
        if (!File.Exists(folder.Lock))
        {
            await output.WriteLineAsync($"There is no installation in {folder.Root}.");
            return ExitCodes.Ok;
        }

        if (!settings.Yes)
        {
            await output.WriteAsync($"Forget every box in {folder.Root}, and its backups in the folder bucket? [y/N] ");
            await output.FlushAsync(cancellationToken);
            if ((await Surroundings.In.ReadLineAsync(cancellationToken))?.Trim() is not ("y" or "Y" or "yes"))
            {
                await output.WriteLineAsync("Nothing was done.");
                return ExitCodes.Failure;
            }
        }

        var progress = new LocalProgress(output, Surroundings.IsOutputTerminal, Surroundings.Time);
        progress.Report("Stopping what runs");
        await new RunningInstallation(folder, Surroundings.Time).EndAsync(cancellationToken);
        await LocalReset.ForgetAsync(folder, Surroundings.Time, cancellationToken);
        progress.Done();
        await output.WriteLineAsync("All is forgotten.");
        return ExitCodes.Ok;
    }
}
