using System.Globalization;
using Smartbox.Kubernetes.Hosting;

namespace Smartbox.Operator.Hosting;

/// <summary>Every option of the operator: its flag, its variable, what it does.</summary>
internal static class OptionTable
{
    private static readonly CommandLine<OperatorOptions> s_commandLine = new("smartbox-operator", "Looks after the Smartboxes of a cluster.",
    [
        new("namespace", "SMARTBOX_OPERATOR_NAMESPACE", "NAME", "Namespace of the installation. Default: POD_NAMESPACE, else smartbox-system.", (o, v) => o.Namespace = v),
        new("watch-namespace", "SMARTBOX_WATCH_NAMESPACE", "NAME", "Look after the boxes of this namespace only. Default: all.", (o, v) => o.WatchNamespace = v),
        new("sidecar-image", "SMARTBOX_SIDECAR_IMAGE", "IMAGE", "Image of restore, backup and relay. Default: smartbox.dev/sidecar:dev.", (o, v) => o.SidecarImage = v),
        new("companion-image", "SMARTBOX_COMPANION_IMAGE", "IMAGE", "Image of the built-in agent in the types of the catalogue.", (o, v) => o.CompanionImage = v),
        new("install-catalog", "SMARTBOX_INSTALL_CATALOG", "BOOL", "Create missing tiers and types at start. Default: true.", (o, v) => o.InstallCatalog = bool.Parse(v)),
        new("port", "SMARTBOX_PORT", "NUMBER", "Port of /healthz, /readyz and /metrics. Default: 8081.", (o, v) => o.Port = Number(v)),
        new("listen-address", "SMARTBOX_LISTEN_ADDRESS", "IP", "Address of the same. Default: 0.0.0.0.", (o, v) => o.ListenAddress = v),
        new("leader-election", "SMARTBOX_LEADER_ELECTION", "BOOL", "Only the holder of the lease works. Default: true.", (o, v) => o.LeaderElection = bool.Parse(v)),
        new("max-concurrency", "SMARTBOX_MAX_CONCURRENCY", "NUMBER", "Boxes reconciled at once. Default: 16.", (o, v) => o.MaxConcurrency = Number(v)),
        new("kubeconfig", "SMARTBOX_KUBECONFIG", "FILE", "A kubeconfig file. Default: KUBECONFIG, else the pod's service account.", (o, v) => o.Kubeconfig = v),
        new("log-level", "SMARTBOX_LOG_LEVEL", "LEVEL", "Trace, Debug, Information, Warning or Error. Default: Information.", (o, v) => o.LogLevel = Enum.Parse<LogLevel>(v, ignoreCase: true)),
    ]);

    /// <summary>Reads flags and variables.</summary>
    /// <exception cref="CommandLineException">With everything that is wrong, at once.</exception>
    public static OperatorOptions Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var defaults = new OperatorOptions();
        if (environment("POD_NAMESPACE") is { Length: > 0 } own)
        {
            defaults.Namespace = own;
        }

        return s_commandLine.Parse(defaults, args, environment, options => options.Validate());
    }

    public static string Help() => s_commandLine.Help();

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
