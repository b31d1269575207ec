using System.ComponentModel;
using Smartbox.Api;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Kube;

/// <summary>Options of commands that may use a kubeconfig.</summary>
internal abstract class KubeSettings : CommandSettings
{
    [CommandOption("-n|--namespace <NAMESPACE>")]
    [Description("Namespace. Default: that of the kubeconfig's context.")]
    public string? Namespace { get; init; }

    [CommandOption("--kubeconfig <FILE>")]
    [Description("Default: KUBECONFIG, then ~/.kube/config.")]
    public string? Kubeconfig { get; init; }

    [CommandOption("--context <CONTEXT>")]
    [Description("Context of the kubeconfig. Default: its current one.")]
    public string? Context { get; init; }

    [CommandOption("--system-namespace <NAMESPACE>")]
    [Description("Namespace of the Smartbox installation. Default: smartbox-system.")]
    [DefaultValue(Names.SystemNamespace)]
    public string SystemNamespace { get; init; } = Names.SystemNamespace;
}
