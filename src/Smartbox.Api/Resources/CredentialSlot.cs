using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>One credential that a type takes.</summary>
public sealed class CredentialSlot
{
    /// <summary>Name of the slot, which boxes refer to in spec.credentials.</summary>
    [LabelName]
    public string Name { get; set; } = "";

    /// <summary>Whether a box without it is Stalled with the reason CredentialMissing. Without this field: false.</summary>
    public bool? Required { get; set; }

    /// <summary>Environment variable of the agent that carries it. Without one it is the file /etc/smartbox/credentials/NAME, which follows changes of the Secret.</summary>
    [VariableName]
    public string? Env { get; set; }

    /// <summary>What the credential is for, in a sentence for the person who has to get it.</summary>
    [Text(1024)]
    public string? Description { get; set; }
}
