using Spectre.Console;
using Spectre.Console.Cli;

namespace Smartbox.Cli;

internal sealed class VersionCommand(IAnsiConsole console) : Command<EmptyCommandSettings>
{
    public override int Execute(CommandContext context, EmptyCommandSettings settings, CancellationToken cancellationToken)
    {
        console.Profile.Out.Writer.WriteLine($"smartbox {CliApp.Version}");
        return ExitCodes.Ok;
    }
}
