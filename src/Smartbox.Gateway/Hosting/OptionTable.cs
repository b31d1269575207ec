using System.Globalization;
using System.Net;
using Smartbox.Kubernetes.Hosting;

namespace Smartbox.Gateway.Hosting;

/// <summary>Every option of the gateway: its flag, its variable, what it does.</summary>
internal static class OptionTable
{
    private static readonly CommandLine<GatewayOptions> s_commandLine = new("smartbox-gateway", "Takes users' sessions to their boxes.",
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
        new("drain-settle", "SMARTBOX_DRAIN_SETTLE", "SECONDS", "How long new calls still come after SIGTERM. Default: 5.", (o, v) => o.DrainSettle = TimeSpan.FromSeconds(Number(v))),
        new("allow-loopback-pods", "SMARTBOX_ALLOW_LOOPBACK_PODS", "BOOL", "Dial pods on loopback addresses. Default: false.", (o, v) => o.AllowLoopbackPods = bool.Parse(v)),
        new("relay-port", "SMARTBOX_RELAY_PORT", "NUMBER", "Port of the pods' relay. Default: 8443.", (o, v) => o.RelayPort = Number(v)),
        new("kubeconfig", "SMARTBOX_KUBECONFIG", "FILE", "A kubeconfig file. Default: KUBECONFIG, else the pod's service account.", (o, v) => o.Kubeconfig = v),
        new("log-level", "SMARTBOX_LOG_LEVEL", "LEVEL", "Trace, Debug, Information, Warning or Error. Default: Information.", (o, v) => o.LogLevel = Enum.Parse<LogLevel>(v, ignoreCase: true)),
    ]);

    /// <summary>Reads flags and variables.</summary>
    /// <exception cref="CommandLineException">With everything that is wrong, at once.</exception>
    public static GatewayOptions Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var defaults = new GatewayOptions();
        if (environment("POD_NAMESPACE") is { Length: > 0 } own)
        {
            defaults.Namespace = own;
        }

        return s_commandLine.Parse(defaults, args, environment, options => options.Validate());
    }

    public static string Help() => s_commandLine.Help();

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
