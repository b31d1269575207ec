using System.Runtime.Versioning;
using Smartbox.Local.Programs;

namespace Smartbox.Cli.Local;

/// <summary>Finds the programs that belong to this command line.</summary>
internal static class LocalPrograms
{
    /// <summary>The folder <c>programs</c> beside the command line; <c>SMARTBOX_PROGRAMS</c> names another one.</summary>
    [SupportedOSPlatform("linux")]
    public static ProgramFolder Find(CliEnvironment environment) => ProgramFolder.Published(
        environment.Variable("SMARTBOX_PROGRAMS") is { Length: > 0 } chosen ? chosen : Path.Combine(AppContext.BaseDirectory, "programs"));
}
