using System.ComponentModel;
using Smartbox.Cli.Gateway;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Boxes;

/// <summary>What <c>smartbox get</c> is asked.</summary>
internal sealed class GetSettings : GatewaySettings
{
    [CommandArgument(0, "[KIND or NAME]")]
    [Description("A kind and, if you like, names of it, or KIND/NAME, or the name of a box. Default: all boxes.")]
    public string[] Words { get; init; } = [];

    [CommandOption("-A|--all-namespaces")]
    [Description("Those of all namespaces.")]
    public bool AllNamespaces { get; init; }

    [CommandOption("-o|--output <FORMAT>")]
    [Description("wide, json, yaml or name.")]
    public string? Output { get; init; }

    [CommandOption("-w|--watch")]
    [Description("Go on with what changes from now on.")]
    public bool Watch { get; init; }

    [CommandOption("-l|--selector <LABELS>")]
    [Description("Only those with these labels: app=web,tier!=test.")]
    public string? Selector { get; init; }

    /// <summary>The one box; meaningful once it is known that no kind was named.</summary>
    public string? Name => Words is [var name] ? name : null;

    /// <summary>Asked is what only the API server answers, also of boxes.</summary>
    public bool IsForServer => Watch || Selector is not null || Output == "name";

    public override ValidationResult Validate() => (Output, AllNamespaces) switch
    {
        (not (null or "wide" or "json" or "yaml" or "name"), _) => ValidationResult.Error($"--output is '{Output}'; it must be wide, json, yaml or name"),
        (_, true) when Namespace is not null => ValidationResult.Error("give either -A or -n"),
        _ => ValidationResult.Success(),
    };
}
