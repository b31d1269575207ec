using Smartbox.Api;

namespace Smartbox.Operator.Hosting;

/// <summary>How the operator runs. Each is a flag and an environment variable; see <see cref="OptionTable"/>.</summary>
internal sealed class OperatorOptions
{
    /// <summary>Namespace of the installation: its keys, its lease, and where operator and gateway run.</summary>
    /// <value>The pod's own (<c>POD_NAMESPACE</c>), else <c>smartbox-system</c>.</value>
    public string Namespace { get; set; } = Names.SystemNamespace;

    /// <summary>The only namespace whose boxes are looked after.</summary>
    /// <value>Null: all.</value>
    public string? WatchNamespace { get; set; }

    /// <summary>Image of restore, backup and relay.</summary>
    /// <value><c>smartbox.dev/sidecar:dev</c>.</value>
    public string SidecarImage { get; set; } = "smartbox.dev/sidecar:dev";

    /// <summary>Image of the built-in agent in the types that ship with the operator.</summary>
    /// <value>Null: as they are written.</value>
    public string? CompanionImage { get; set; }

    /// <summary>Whether missing tiers and types of the catalogue are created at start.</summary>
    /// <value>True.</value>
    public bool InstallCatalog { get; set; } = true;

    /// <summary>Port of health and metrics.</summary>
    /// <value>8081.</value>
    public int Port { get; set; } = 8081;

    /// <summary>Address of health and metrics.</summary>
    /// <value><c>0.0.0.0</c>.</value>
    public string ListenAddress { get; set; } = "0.0.0.0";

    /// <summary>Whether only the holder of the lease works.</summary>
    /// <value>True.</value>
    public bool LeaderElection { get; set; } = true;

    /// <summary>How many boxes are reconciled at once.</summary>
    /// <value>16.</value>
    public int MaxConcurrency { get; set; } = 16;

    /// <summary>A kubeconfig file.</summary>
    /// <value>Null: as the Kubernetes client finds it.</value>
    public string? Kubeconfig { get; set; }

    /// <summary>Lowest level of log lines.</summary>
    /// <value>Information.</value>
    public LogLevel LogLevel { get; set; } = LogLevel.Information;

    /// <summary>Version of the operator, on what it makes.</summary>
    public string Version { get; } = typeof(OperatorOptions).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Everything that is wrong, in sentences.</summary>
    public IEnumerable<string> Validate()
    {
        if (Namespace.Length == 0)
        {
            yield return "--namespace must not be empty.";
        }

        if (SidecarImage.Length == 0)
        {
            yield return "--sidecar-image must not be empty.";
        }

        if (Port is < 0 or > 65535)
        {
            yield return "--port must be between 0 and 65535.";
        }

        if (!System.Net.IPAddress.TryParse(ListenAddress, out _))
        {
            yield return "--listen-address must be an IP address.";
        }

        if (MaxConcurrency is < 1 or > 1000)
        {
            yield return "--max-concurrency must be between 1 and 1000.";
        }
    }
}
