using System.ComponentModel;
using Smartbox.Cli.Kube;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Delete;

/// <summary>What <c>smartbox delete</c> is asked.</summary>
internal sealed class DeleteSettings : KubeSettings
{
    [CommandArgument(0, "[KIND and NAMES]")]
    [Description("A kind and names of it, or KIND/NAME.")]
    public string[] Words { get; init; } = [];

    [CommandOption("-f|--filename <FILE>")]
    [Description("Delete the objects of a file or folder; - for standard input. May be given several times.")]
    public string[] Files { get; init; } = [];

    [CommandOption("--wait <TRUE-OR-FALSE>")]
    [Description("Wait until they are gone. Default: true.")]
    [DefaultValue(true)]
    public bool Wait { get; init; } = true;

    [CommandOption("--timeout <TIME>")]
    [Description("How long to wait: 30s, 5m. Default: as long as it takes.")]
    public string? Timeout { get; init; }

    [CommandOption("--now")]
    [Description("Give pods one second to end.")]
    public bool Now { get; init; }

    [CommandOption("--ignore-not-found")]
    [Description("What is not there is no failure.")]
    public bool IgnoreNotFound { get; init; }

    /// <summary>The parsed <see cref="Timeout"/>; null for none.</summary>
    public TimeSpan? TimeoutSpan => Timeout is null ? null : Duration.TryParse(Timeout, out var limit) ? limit : TimeSpan.Zero;

    public override ValidationResult Validate() =>
        Words.Length == 0 == (Files.Length == 0) ? ValidationResult.Error("name a kind and objects, or give -f")
        : TimeoutSpan <= TimeSpan.Zero ? ValidationResult.Error($"--timeout is '{Timeout}'; it must be like 30s or 5m")
        : ValidationResult.Success();
}
