using System.Runtime.Versioning;
using Smartbox.Local.Folders;
using Spectre.Console;

namespace Smartbox.Cli.Local;

internal sealed class KubeconfigCommand(IAnsiConsole console, CliEnvironment environment) : LocalCommand<LocalSettings>(environment)
{
    [SupportedOSPlatform("linux")]
    protected override async Task<int> RunAsync(LocalSettings settings, LocalFolder folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(folder.Kubeconfig))
        {
            throw new CliException(ExitCodes.NotFound, $"There is no installation in {folder.Root}: `smartbox local up` makes one.");
        }

        await console.Profile.Out.Writer.WriteLineAsync(folder.Kubeconfig);
        return ExitCodes.Ok;
    }
}
