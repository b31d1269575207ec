using System.Globalization;
using System.Text;

namespace Smartbox.Operator.Hosting;

/// <summary>Every option of the operator: its flag, its variable, what it does. Flags win over variables.</summary>
internal static class OptionTable
{
    private static readonly Option[] s_options =
    [
        new("namespace", "SMARTBOX_OPERATOR_NAMESPACE", "NAME", "Namespace of the installation. Default: POD_NAMESPACE, else smartbox-system.", (o, v) => o.Namespace = v),
        new("watch-namespace", "SMARTBOX_WATCH_NAMESPACE", "NAME", "Look after the boxes of this namespace only. Default: all.", (o, v) => o.WatchNamespace = v),
        new("sidecar-image", "SMARTBOX_SIDECAR_IMAGE", "IMAGE", "Image of restore, backup and relay. Default: smartbox.dev/sidecar:dev.", (o, v) => o.SidecarImage = v),
        new("companion-image", "SMARTBOX_COMPANION_IMAGE", "IMAGE", "Image of the built-in agent in the types of the catalogue.", (o, v) => o.CompanionImage = v),
        new("install-catalog", "SMARTBOX_INSTALL_CATALOG", "BOOL", "Create missing tiers and types at start. Default: true.", (o, v) => o.InstallCatalog = bool.Parse(v)),
        new("port", "SMARTBOX_PORT", "NUMBER", "Port of /healthz, /readyz and /metrics. Default: 8081.", (o, v) => o.Port = int.Parse(v, CultureInfo.InvariantCulture)),
        new("listen-address", "SMARTBOX_LISTEN_ADDRESS", "IP", "Address of the same. Default: 0.0.0.0.", (o, v) => o.ListenAddress = v),
        new("leader-election", "SMARTBOX_LEADER_ELECTION", "BOOL", "Only the holder of the lease works. Default: true.", (o, v) => o.LeaderElection = bool.Parse(v)),
        new("max-concurrency", "SMARTBOX_MAX_CONCURRENCY", "NUMBER", "Boxes reconciled at once. Default: 16.", (o, v) => o.MaxConcurrency = int.Parse(v, CultureInfo.InvariantCulture)),
        new("kubeconfig", "SMARTBOX_KUBECONFIG", "FILE", "A kubeconfig file. Default: KUBECONFIG, else the pod's service account.", (o, v) => o.Kubeconfig = v),
        new("log-level", "SMARTBOX_LOG_LEVEL", "LEVEL", "Trace, Debug, Information, Warning or Error. Default: Information.", (o, v) => o.LogLevel = Enum.Parse<LogLevel>(v, ignoreCase: true)),
    ];

    /// <summary>Reads flags (<c>--name value</c> or <c>--name=value</c>) and variables.</summary>
    /// <exception cref="OptionsException">With everything that is wrong, at once.</exception>
    public static OperatorOptions Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var options = new OperatorOptions();
        var errors = new List<string>();
        if (environment("POD_NAMESPACE") is { Length: > 0 } own)
        {
            options.Namespace = own;
        }

        foreach (var option in s_options)
        {
            if (environment(option.Variable) is { Length: > 0 } value)
            {
                Set(option, value, option.Variable);
            }
        }

        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            if (!name.StartsWith("--", StringComparison.Ordinal) || s_options.FirstOrDefault(option => option.Flag == name[2..]) is not { } option)
            {
                errors.Add($"{name} is not an option; see --help.");
            }
            else if ((value ?? (i + 1 < args.Count ? args[++i] : null)) is not { } given)
            {
                errors.Add($"{name} needs a value.");
            }
            else
            {
                Set(option, given, name);
            }
        }

        errors.AddRange(options.Validate());
        return errors.Count == 0 ? options : throw new OptionsException(string.Join(Environment.NewLine, errors));

        void Set(Option option, string value, string source)
        {
            try
            {
                option.Apply(options, value);
            }
            catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
            {
                errors.Add($"{source}: '{value}' is not a {option.Value.ToLowerInvariant()}.");
            }
        }
    }

    public static string Help()
    {
        var text = new StringBuilder("""
            Usage: smartbox-operator [OPTIONS]

            Looks after the Smartboxes of a cluster.

            Options (each also as the environment variable beside it):

            """);
        foreach (var option in s_options)
        {
            text.Append("  ").Append($"--{option.Flag} {option.Value}".PadRight(28)).AppendLine(option.Variable)
                .Append("      ").AppendLine(option.Description);
        }

        return text.Append("  ").AppendLine("--help").ToString();
    }

    private sealed record Option(string Flag, string Variable, string Value, string Description, Action<OperatorOptions, string> Apply);
}
