using System.ComponentModel;
using Smartbox.Cli.Gateway;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Chat;

internal sealed class ChatSettings : GatewaySettings
{
    private const int MaxHistory = 1_000;

    [CommandArgument(0, "<NAME>")]
    [Description("Name of the box.")]
    public string Name { get; init; } = "";

    [CommandOption("-m|--message <TEXT>")]
    [Description("Send one message, print the answer and nothing else, and leave.")]
    public string? Message { get; init; }

    [CommandOption("--session <SESSION>")]
    [Description("Conversation within the box: at most 63 of a-z, 0-9 and dashes. Default: main.")]
    [DefaultValue("main")]
    public string Session { get; init; } = "main";

    [CommandOption("--history <COUNT>")]
    [Description("How many of the last messages an interactive chat shows at first. Default: 10.")]
    [DefaultValue(10)]
    public int History { get; init; } = 10;

    [CommandOption("--timeout <TIME>")]
    [Description("How long a message may take, the start of the box included: 30s, 5m. Default: 2m.")]
    [DefaultValue("2m")]
    public string Timeout { get; init; } = "2m";

    /// <summary>The parsed <see cref="Timeout"/>.</summary>
    public TimeSpan TimeoutSpan => Duration.TryParse(Timeout, out var timeout) ? timeout : TimeSpan.Zero;

    public override ValidationResult Validate() =>
        Message is not null && string.IsNullOrWhiteSpace(Message) ? ValidationResult.Error("--message is empty")
        : Session.Length is 0 or > 63 || Session.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            ? ValidationResult.Error($"--session is '{Session}'; it must be 1 to 63 of a-z, 0-9 and dashes")
        : History is < 0 or > MaxHistory ? ValidationResult.Error($"--history must be 0 to {MaxHistory}")
        : TimeoutSpan <= TimeSpan.Zero ? ValidationResult.Error($"--timeout is '{Timeout}'; it must be like 30s or 5m")
        : ValidationResult.Success();
}
