using System.Net;
using Smartbox.Api;
using Smartbox.Protocol;

namespace Smartbox.Gateway.Hosting;

/// <summary>How the gateway runs. Most are a flag and an environment variable; see <see cref="OptionTable"/>.</summary>
internal sealed record GatewayOptions
{
    /// <summary>Namespace of the installation, with its keys.</summary>
    /// <value>The pod's own (<c>POD_NAMESPACE</c>), else <c>smartbox-system</c>.</value>
    public string Namespace { get; set; } = Names.SystemNamespace;

    /// <summary>The only namespace whose boxes are served.</summary>
    /// <value>Null: all.</value>
    public string? WatchNamespace { get; set; }

    /// <value>All addresses.</value>
    public IPAddress ListenAddress { get; set; } = IPAddress.Any;

    /// <summary>Port of gRPC.</summary>
    /// <value>8080.</value>
    public int Port { get; set; } = 8080;

    /// <summary>Port of /healthz, /readyz and /metrics.</summary>
    /// <value>8081.</value>
    public int HealthPort { get; set; } = 8081;

    /// <summary>Certificate and key (PEM); both or none.</summary>
    /// <value>Null: HTTP/2 without TLS.</value>
    public string? TlsCertificate { get; set; }

    public string? TlsKey { get; set; }

    /// <summary>Issuer of the tokens; its keys come by discovery, unless a file gives them.</summary>
    /// <value>Null: the key pair of the installation.</value>
    public string? OidcIssuer { get; set; }

    /// <summary>Audience of the tokens.</summary>
    /// <value><c>smartbox</c>.</value>
    public string OidcAudience { get; set; } = Names.TokenAudience;

    /// <summary>A JWKS file with the issuer's keys.</summary>
    /// <value>Null.</value>
    public string? JwksFile { get; set; }

    /// <summary>Claim that <c>spec.owner</c> is compared with.</summary>
    /// <value><c>sub</c>.</value>
    public string SubjectClaim { get; set; } = "sub";

    /// <summary>How long a call waits for a box that is starting.</summary>
    /// <value>30 s; at most 120 s.</value>
    public TimeSpan WaitTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether pods on loopback addresses are dialled: for a single machine.</summary>
    /// <value>False.</value>
    public bool AllowLoopbackPods { get; set; }

    /// <summary>Port of the relay on the pods.</summary>
    /// <value><see cref="PodContract.RelayPort"/>.</value>
    public int RelayPort { get; set; } = PodContract.RelayPort;

    /// <summary>A kubeconfig file.</summary>
    /// <value>Null: as the Kubernetes client finds it.</value>
    public string? Kubeconfig { get; set; }

    /// <value>Information.</value>
    public LogLevel LogLevel { get; set; } = LogLevel.Information;

    /// <summary>Calls that wait for a box: of one box, of one owner, of this replica.</summary>
    /// <value>64, 256, 2,048.</value>
    public int MaxHeldPerBox { get; init; } = 64;

    public int MaxHeldPerOwner { get; init; } = 256;

    public int MaxHeld { get; init; } = 2048;

    /// <summary>First and longest wait between two dials of a pod that does not answer yet.</summary>
    /// <value>25 ms, 100 ms.</value>
    public TimeSpan DialInterval { get; init; } = TimeSpan.FromMilliseconds(25);

    public TimeSpan DialIntervalMax { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a refusal of the pod waits for news of a later pod.</summary>
    /// <value>2 s.</value>
    public TimeSpan EpochPatience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a client may take no frame.</summary>
    /// <value>20 s: before the relay's own limit.</value>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a client may take for its first frame.</summary>
    /// <value>10 s.</value>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Age at which a stream is told to come again.</summary>
    /// <value>12 h.</value>
    public TimeSpan StreamAge { get; init; } = TimeSpan.FromHours(12);

    /// <summary>After SIGTERM: how long new calls still come, over how long streams are sent away, and how long calls may take to end.</summary>
    /// <value>5 s, 5 s, 25 s.</value>
    public TimeSpan DrainSettle { get; set; } = TimeSpan.FromSeconds(5);

    public TimeSpan DrainSpread { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Everything that is wrong, in sentences.</summary>
    public IEnumerable<string> Validate()
    {
        if (Namespace.Length == 0)
        {
            yield return "--namespace must not be empty.";
        }

        foreach (var (name, port) in ((string, int)[])[("--port", Port), ("--health-port", HealthPort), ("--relay-port", RelayPort)])
        {
            if (port is < 0 or > 65535)
            {
                yield return $"{name} must be between 0 and 65535.";
            }
        }

        if (Port != 0 && Port == HealthPort)
        {
            yield return "--port and --health-port must differ.";
        }

        if ((TlsCertificate is null) != (TlsKey is null))
        {
            yield return "--tls-cert and --tls-key are given both or not at all.";
        }

        foreach (var (name, file) in ((string, string?)[])[("--tls-cert", TlsCertificate), ("--tls-key", TlsKey), ("--jwks-file", JwksFile)])
        {
            if (file is not null && !File.Exists(file))
            {
                yield return $"{name}: there is no file '{file}'.";
            }
        }

        if (JwksFile is not null && OidcIssuer is null)
        {
            yield return "--jwks-file needs --oidc-issuer: the issuer of the tokens.";
        }

        if (JwksFile is null && OidcIssuer is not null && !IsDiscoverable(OidcIssuer))
        {
            yield return "--oidc-issuer must be an https:// address, or http:// on this machine.";
        }

        if (OidcAudience.Length == 0 || SubjectClaim.Length == 0)
        {
            yield return "--oidc-audience and --subject-claim must not be empty.";
        }

        if (WaitTimeout < TimeSpan.Zero || WaitTimeout > TimeSpan.FromSeconds(120))
        {
            yield return "--wait-timeout must be between 0 and 120 seconds.";
        }
    }

    private static bool IsDiscoverable(string issuer) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
