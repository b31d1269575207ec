namespace Smartbox.Api.Resources;

/// <summary>What runs.</summary>
public sealed class SmartboxTypeSpec
{
    /// <summary>Image of the agent.</summary>
    public string Image { get; set; } = "";

    /// <summary>IfNotPresent by default.</summary>
    public string? ImagePullPolicy { get; set; }

    /// <summary>Overrides the image's entry point.</summary>
    public IList<string>? Command { get; set; }

    /// <summary>Arguments.</summary>
    public IList<string>? Args { get; set; }

    /// <summary>Plain environment variables.</summary>
    public IList<EnvVar>? Env { get; set; }

    /// <summary>How the relay talks to the agent; Smartbox by default.</summary>
    public AgentProtocol? Protocol { get; set; }

    /// <summary>Loopback port of the agent; 8080 by default.</summary>
    public int? Port { get; set; }

    /// <summary>Where the agent sees its state; /state by default.</summary>
    public string? StateMountPath { get; set; }

    /// <summary>Who the companion is and how it behaves; handed to the agent as a file.</summary>
    public string? Instructions { get; set; }

    /// <summary>Credentials that a box may or must give.</summary>
    public IList<CredentialSlot>? CredentialSlots { get; set; }

    /// <summary>Where agents of this type may connect to.</summary>
    public IList<EgressRule>? Egress { get; set; }
}
