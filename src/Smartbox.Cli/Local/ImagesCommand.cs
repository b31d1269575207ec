using System.Runtime.Versioning;
using Smartbox.Cli.Output;
using Smartbox.Local.Folders;
using Smartbox.Local.Programs;
using Spectre.Console;

namespace Smartbox.Cli.Local;

internal sealed class ImagesCommand(IAnsiConsole console, CliEnvironment environment) : LocalCommand<LocalSettings>(environment)
{
    [SupportedOSPlatform("linux")]
    protected override async Task<int> RunAsync(LocalSettings settings, LocalFolder folder, CancellationToken cancellationToken)
    {
        var output = console.Profile.Out.Writer;
        var images = ImageList.Of(LocalPrograms.Find(Surroundings), folder);
        new TextColumns(output).Write([["IMAGE", "PROGRAM"], .. images.Select(image => (IReadOnlyList<string>)[image.Key, image.Value.Program ?? "any program of this machine"])]);
        await output.WriteLineAsync($"\nYour own: {folder.Images}, read at each `smartbox local up`.");
        return ExitCodes.Ok;
    }
}
