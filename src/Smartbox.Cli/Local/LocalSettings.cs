using System.ComponentModel;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Local;

/// <summary>Options of all commands about the installation on this machine.</summary>
internal class LocalSettings : CommandSettings
{
    [CommandOption("--dir <FOLDER>")]
    [Description("Folder of the installation. Default: SMARTBOX_LOCAL_DIR, then smartbox in XDG_DATA_HOME (~/.local/share).")]
    public string? Folder { get; init; }
}
