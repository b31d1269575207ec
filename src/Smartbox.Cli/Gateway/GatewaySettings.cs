using System.ComponentModel;
using Smartbox.Cli.Kube;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Gateway;

/// <summary>Options of commands that talk to the gateway.</summary>
internal abstract class GatewaySettings : KubeSettings
{
    [CommandOption("--gateway <URL>")]
    [Description("URL of the gateway. Default: SMARTBOX_GATEWAY, then by port-forwarding.")]
    public string? Gateway { get; init; }

    [CommandOption("--token-file <FILE>")]
    [Description("File that holds your token. Default: SMARTBOX_TOKEN, then one signed with the Secret smartbox-issuer.")]
    public string? TokenFile { get; init; }

    [CommandOption("--user <USER>")]
    [Description("Whom a signed token is for. Default: the box's owner.")]
    public string? User { get; init; }
}
