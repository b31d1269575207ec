namespace Smartbox.Api.Resources;

/// <summary>One credential that a type takes.</summary>
public sealed class CredentialSlot
{
    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>A box without it is Stalled.</summary>
    public bool? Required { get; set; }

    /// <summary>Environment variable that carries it. Without one it is a file of the slot's name below /etc/smartbox/credentials.</summary>
    public string? Env { get; set; }

    /// <summary>What it is for.</summary>
    public string? Description { get; set; }
}
