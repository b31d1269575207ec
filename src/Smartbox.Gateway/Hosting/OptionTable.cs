using System.Globalization;
using System.Net;
using System.Text;

namespace Smartbox.Gateway.Hosting;

/// <summary>Every option of the gateway: its flag, its variable, what it does. Flags win over variables.</summary>
internal static class OptionTable
{
    private static readonly Option[] s_options =
    [
        new("namespace", "SMARTBOX_GATEWAY_NAMESPACE", "NAME", "Namespace of the installation. Default: POD_NAMESPACE, else smartbox-system.", (o, v) => o.Namespace = v),
        new("watch-namespace", "SMARTBOX_WATCH_NAMESPACE", "NAME", "Serve the boxes of this namespace only. Default: all.", (o, v) => o.WatchNamespace = v),
        new("listen-address", "SMARTBOX_LISTEN_ADDRESS", "IP", "Address of both ports. Default: 0.0.0.0.", (o, v) => o.ListenAddress = IPAddress.Parse(v)),
        new("port", "SMARTBOX_PORT", "NUMBER", "Port of gRPC. Default: 8080.", (o, v) => o.Port = Number(v)),
        new("health-port", "SMARTBOX_HEALTH_PORT", "NUMBER", "Port of /healthz, /readyz and /metrics. Default: 8081.", (o, v) => o.HealthPort = Number(v)),
        new("tls-cert", "SMARTBOX_TLS_CERT", "FILE", "Certificate (PEM). Default: none, HTTP/2 without TLS.", (o, v) => o.TlsCertificate = v),
        new("tls-key", "SMARTBOX_TLS_KEY", "FILE", "Its private key (PEM).", (o, v) => o.TlsKey = v),
        new("oidc-issuer", "SMARTBOX_OIDC_ISSUER", "URL", "Issuer of the users' tokens. Default: the key pair in Secret smartbox-issuer.", (o, v) => o.OidcIssuer = v),
        new("oidc-audience", "SMARTBOX_OIDC_AUDIENCE", "TEXT", "Audience of the tokens. Default: smartbox.", (o, v) => o.OidcAudience = v),
        new("jwks-file", "SMARTBOX_JWKS_FILE", "FILE", "The issuer's keys, instead of discovery.", (o, v) => o.JwksFile = v),
        new("subject-claim", "SMARTBOX_SUBJECT_CLAIM", "CLAIM", "Claim that is compared with spec.owner: sub, or email. Default: sub.", (o, v) => o.SubjectClaim = v),
        new("wait-timeout", "SMARTBOX_WAIT_TIMEOUT", "SECONDS", "How long a call waits for a box that starts. Default: 30.", (o, v) => o.WaitTimeout = TimeSpan.FromSeconds(Number(v))),
        new("allow-loopback-pods", "SMARTBOX_ALLOW_LOOPBACK_PODS", "BOOL", "Dial pods on loopback addresses. Default: false.", (o, v) => o.AllowLoopbackPods = bool.Parse(v)),
        new("relay-port", "SMARTBOX_RELAY_PORT", "NUMBER", "Port of the pods' relay. Default: 8443.", (o, v) => o.RelayPort = Number(v)),
        new("kubeconfig", "SMARTBOX_KUBECONFIG", "FILE", "A kubeconfig file. Default: KUBECONFIG, else the pod's service account.", (o, v) => o.Kubeconfig = v),
        new("log-level", "SMARTBOX_LOG_LEVEL", "LEVEL", "Trace, Debug, Information, Warning or Error. Default: Information.", (o, v) => o.LogLevel = Enum.Parse<LogLevel>(v, ignoreCase: true)),
    ];

    /// <summary>Reads flags (<c>--name value</c> or <c>--name=value</c>) and variables.</summary>
    /// <exception cref="OptionsException">With everything that is wrong, at once.</exception>
    public static GatewayOptions Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var options = new GatewayOptions();
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
            Usage: smartbox-gateway [OPTIONS]

            Takes users' sessions to their boxes.

            Options (each also as the environment variable beside it):

            """);
        foreach (var option in s_options)
        {
            text.Append("  ").Append($"--{option.Flag} {option.Value}".PadRight(30)).AppendLine(option.Variable)
                .Append("      ").AppendLine(option.Description);
        }

        return text.Append("  ").AppendLine("--help").ToString();
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private sealed record Option(string Flag, string Variable, string Value, string Description, Action<GatewayOptions, string> Apply);
}
