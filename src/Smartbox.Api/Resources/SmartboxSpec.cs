using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>What a companion should be.</summary>
[CelRule(
    "(has(self.state) && has(self.state.mode) ? self.state.mode : 'Volume') == (has(oldSelf.state) && has(oldSelf.state.mode) ? oldSelf.state.mode : 'Volume')",
    "state.mode cannot be changed, as the state would be left behind; make a new box with the other mode",
    FieldPath = ".state")]
[CelRule(
    "!has(oldSelf.state) || !has(oldSelf.state.size) || (has(self.state) && has(self.state.size) && quantity(self.state.size).compareTo(quantity(oldSelf.state.size)) >= 0)",
    "state.size cannot shrink or be taken away, as a volume cannot; keep the size or write a larger one",
    FieldPath = ".state")]
public sealed class SmartboxSpec
{
    /// <summary>The person whose companion this is: the subject of the tokens that may talk to it, such as an e-mail address. It may change; the companion keeps its state.</summary>
    [Text(256, Pattern = @"^\S(.*\S)?$")]
    public string Owner { get; set; } = "";

    /// <summary>Name of the SmartboxType: which image runs, and how it behaves.</summary>
    [LabelName]
    [Default(Names.DefaultType)]
    public string? Type { get; set; }

    /// <summary>Name of the SmartboxTier: how much CPU, memory and storage it gets.</summary>
    [LabelName]
    [Default(Names.DefaultTier)]
    public string? Tier { get; set; }

    /// <summary>When the box runs.</summary>
    public PowerSpec? Power { get; set; }

    /// <summary>Where the state lives.</summary>
    public StateSpec? State { get; set; }

    /// <summary>How the state is kept in the bucket.</summary>
    public BackupSpec? Backup { get; set; }

    /// <summary>Fills the credential slots of the type from Secrets of the box's namespace, one entry a slot.</summary>
    [ListMap(16, "slot")]
    public IList<CredentialSpec>? Credentials { get; set; }

    /// <summary>Settings for the agent, which finds each as a file of the key's name below /etc/smartbox/config. The built-in companion knows modelEndpoint and modelName (an
    /// OpenAI-compatible service), timeZone and language, and tells the rest to its model.</summary>
    [Map(32)]
    [Text(16384, MinLength = 0)]
    [CelRule(
        "self.all(key, size(key) <= 253 && key.matches(r'" + DataKeyAttribute.Expression + "'))",
        "keys become file names: write letters, digits, '-', '_' and '.', such as modelName")]
    [CelRule("!('instructions.md' in self)", "the key instructions.md is taken by the instructions of the type; use another key")]
    public IDictionary<string, string>? Config { get; set; }

    /// <summary>Where the agent may connect to beyond its type.</summary>
    public NetworkSpec? Network { get; set; }

    /// <summary>When a change of image or template reaches the box while it runs.</summary>
    /// <value>Default: WhenIdle.</value>
    public UpdatePolicy? Update { get; set; }
}
