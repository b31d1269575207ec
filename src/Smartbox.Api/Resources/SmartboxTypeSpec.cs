using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>What runs.</summary>
public sealed class SmartboxTypeSpec
{
    /// <summary>Image of the agent.</summary>
    [Text(512, Pattern = @"^\S+$")]
    public string Image { get; set; } = "";

    /// <summary>When the image is pulled.</summary>
    /// <value>Default: IfNotPresent.</value>
    [OneOf("Always", "IfNotPresent", "Never")]
    public string? ImagePullPolicy { get; set; }

    /// <summary>Replaces the entry point of the image.</summary>
    [ListAtomic(64)]
    [Text(4096, MinLength = 0)]
    public IList<string>? Command { get; set; }

    /// <summary>Arguments of the command.</summary>
    [ListAtomic(64)]
    [Text(4096, MinLength = 0)]
    public IList<string>? Args { get; set; }

    /// <summary>Environment variables of the agent.</summary>
    [ListMap(64, "name")]
    public IList<EnvVar>? Env { get; set; }

    /// <summary>How the agent is talked to.</summary>
    /// <value>Default: Smartbox.</value>
    public AgentProtocol? Protocol { get; set; }

    /// <summary>Port on loopback that the agent listens on.</summary>
    /// <value>Default: 8080.</value>
    [Bounds(1, 65535)]
    [CelRule("self != 8443 && self != 8444", "ports 8443 and 8444 of the pod belong to the sidecars; use another one, such as 8080")]
    public int? Port { get; set; }

    /// <summary>Where the agent sees its state, the one folder that outlives it.</summary>
    /// <value>Default: /state.</value>
    [AbsolutePath]
    [CelRule(
        "self != '/tmp' && self != '/etc' && self != '/etc/smartbox' && !self.startsWith('/etc/smartbox/') && !self.startsWith('/tmp/')",
        "the state cannot lie in /etc/smartbox or /tmp, which the pod has other uses for; use another path, such as /state")]
    public string? StateMountPath { get; set; }

    /// <summary>Who the companion is and how it behaves. The agent finds it as the file /etc/smartbox/config/instructions.md.</summary>
    [Text(65536)]
    public string? Instructions { get; set; }

    /// <summary>Credentials that a box may or must give, such as the key of a model.</summary>
    [ListMap(16, "name")]
    public IList<CredentialSlot>? CredentialSlots { get; set; }

    /// <summary>Where agents of this type may connect to, beyond DNS. Everything else is closed.</summary>
    [ListMap(32, "cidr")]
    public IList<EgressRule>? Egress { get; set; }
}
