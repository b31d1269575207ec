using System.Globalization;
using System.Net;
using Smartbox.Protocol;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Sidecar.Hosting;

/// <summary>What the operator tells the sidecar of its box and pod, read from the variables of <see cref="PodContract.Environment"/>.</summary>
internal sealed record SidecarOptions
{
    /// <summary>Namespace and name of the <c>Smartbox</c>, for log lines.</summary>
    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>UID of the <c>Smartbox</c>.</summary>
    public required string Uid { get; init; }

    /// <summary>UID of the pod.</summary>
    public required string PodUid { get; init; }

    /// <summary>Number of this pod start; 1 or more.</summary>
    public required long Epoch { get; init; }

    /// <summary>The box is known to have been backed up.</summary>
    /// <value>False.</value>
    public bool ExpectState { get; init; }

    /// <value><see cref="PodContract.VolumePath"/>.</value>
    public string VolumePath { get; init; } = PodContract.VolumePath;

    /// <value><see cref="PodContract.RelayPath"/>.</value>
    public string RelayPath { get; init; } = PodContract.RelayPath;

    /// <value><see cref="PodContract.KeysPath"/>.</value>
    public string KeysPath { get; init; } = PodContract.KeysPath;

    /// <value><see cref="PodContract.TrustPath"/>.</value>
    public string TrustPath { get; init; } = PodContract.TrustPath;

    /// <value><see cref="PodContract.TerminationLogPath"/>.</value>
    public string TerminationLogPath { get; init; } = PodContract.TerminationLogPath;

    /// <summary>Address to listen on.</summary>
    /// <value>Null: all addresses.</value>
    public IPAddress? ListenAddress { get; init; }

    /// <summary>Port to listen on; 0 lets the system choose.</summary>
    /// <value>Null: the mode's own port.</value>
    public int? ListenPort { get; init; }

    /// <summary>Where the relay reaches the agent.</summary>
    /// <value><see cref="PodContract.AgentPort"/> on loopback.</value>
    public Uri AgentEndpoint { get; init; } = new($"http://127.0.0.1:{PodContract.AgentPort}");

    /// <summary>Reads and checks all variables.</summary>
    /// <exception cref="SidecarException">With everything that is wrong, at once.</exception>
    public static SidecarOptions Read(Func<string, string?> environment)
    {
        var variables = new VariableReader(environment);
        var options = new SidecarOptions
        {
            Namespace = variables.Text(Variables.Namespace, ""),
            Name = variables.Text(Variables.Name, ""),
            Uid = variables.Required(Variables.Uid),
            PodUid = variables.Required(Variables.PodUid),
            Epoch = variables.Parse(Variables.Epoch, "a number from 1 on", ParseEpoch),
            ExpectState = variables.Flag(Variables.ExpectState, fallback: false),
            VolumePath = variables.Text(Variables.VolumePath, PodContract.VolumePath),
            RelayPath = variables.Text(Variables.RelayPath, PodContract.RelayPath),
            KeysPath = variables.Text(Variables.KeysPath, PodContract.KeysPath),
            TrustPath = variables.Text(Variables.TrustPath, PodContract.TrustPath),
            TerminationLogPath = variables.Text(Variables.TerminationLogPath, PodContract.TerminationLogPath),
            ListenAddress = variables.ParseOptional(Variables.ListenAddress, "an IP address", text => IPAddress.TryParse(text, out var address) ? address : null),
            ListenPort = variables.ParseOptional(Variables.ListenPort, "a port from 0 to 65535", ParsePort),
            AgentEndpoint = variables.Http(Variables.AgentEndpoint) ?? new Uri($"http://127.0.0.1:{PodContract.AgentPort}"),
        };
        variables.ThrowIfInvalid();
        return options;
    }

    private static long? ParseEpoch(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) && epoch > 0 ? epoch : null;

    private static int? ParsePort(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
}
