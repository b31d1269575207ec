using System.Runtime.Versioning;
using Smartbox.Local;
using Smartbox.Local.Folders;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Local;

/// <summary>A command about the installation on this machine: says what is missing elsewhere, and turns its failures into those of the program.</summary>
internal abstract class LocalCommand<TSettings>(CliEnvironment environment) : AsyncCommand<TSettings>
    where TSettings : LocalSettings
{
    protected CliEnvironment Surroundings => environment;

    public sealed override async Task<int> ExecuteAsync(CommandContext context, TSettings settings, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw LocalMachine.Missing();
        }

        try
        {
            return await RunAsync(settings, new LocalFolder(settings.Folder ?? LocalFolder.DefaultRoot(environment.Variable)), cancellationToken);
        }
        catch (LocalException e)
        {
            throw new CliException(ExitCodes.Failure, e.Message, e);
        }
    }

    [SupportedOSPlatform("linux")]
    protected abstract Task<int> RunAsync(TSettings settings, LocalFolder folder, CancellationToken cancellationToken);
}
