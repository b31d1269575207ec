namespace Smartbox.Api.Resources;

/// <summary>What a companion should be.</summary>
public sealed class SmartboxSpec
{
    /// <summary>The subject of the tokens that may talk to this box, such as an e-mail address.</summary>
    public string Owner { get; set; } = "";

    /// <summary>Name of the SmartboxType; pa by default.</summary>
    public string? Type { get; set; }

    /// <summary>Name of the SmartboxTier; standard-1 by default.</summary>
    public string? Tier { get; set; }

    /// <summary>When the box runs.</summary>
    public PowerSpec? Power { get; set; }

    /// <summary>Where the state lives.</summary>
    public StateSpec? State { get; set; }

    /// <summary>How the state is kept in the bucket.</summary>
    public BackupSpec? Backup { get; set; }

    /// <summary>Fills the credential slots of the type.</summary>
    public IList<CredentialSpec>? Credentials { get; set; }

    /// <summary>Settings handed to the agent as files, one a key.</summary>
    public IDictionary<string, string>? Config { get; set; }

    /// <summary>Where the agent may connect to beyond its type.</summary>
    public NetworkSpec? Network { get; set; }

    /// <summary>When a changed image or template reaches a running box; WhenIdle by default.</summary>
    public UpdatePolicy? Update { get; set; }
}
