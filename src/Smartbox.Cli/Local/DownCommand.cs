using System.Runtime.Versioning;
using Smartbox.Local;
using Smartbox.Local.Folders;
using Spectre.Console;

namespace Smartbox.Cli.Local;

internal sealed class DownCommand(IAnsiConsole console, CliEnvironment environment) : LocalCommand<LocalSettings>(environment)
{
    [SupportedOSPlatform("linux")]
    protected override async Task<int> RunAsync(LocalSettings settings, LocalFolder folder, CancellationToken cancellationToken)
    {
        var progress = new LocalProgress(console.Profile.Out.Writer, Surroundings.IsOutputTerminal, Surroundings.Time);
        progress.Report($"Stopping what runs in {folder.Root}");
        var wasRunning = await new RunningInstallation(folder, Surroundings.Time).EndAsync(cancellationToken);
        progress.Done();
        await console.Profile.Out.Writer.WriteLineAsync(wasRunning ? "Stopped." : "Nothing ran.");
        return ExitCodes.Ok;
    }
}
