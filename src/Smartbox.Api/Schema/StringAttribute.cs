namespace Smartbox.Api.Schema;

/// <summary>What a string, each string of a list, or each value of a map looks like.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class StringAttribute(int maxLength) : Attribute
{
    public int MaxLength { get; } = maxLength;

    /// <value>1 by default.</value>
    public int MinLength { get; init; } = 1;

    /// <summary>A regular expression of RE2.</summary>
    public string? Pattern { get; init; }

    /// <summary>The values that are allowed.</summary>
    public IReadOnlyList<string>? Values { get; protected init; }

    /// <summary>What a pattern cannot say.</summary>
    public CelRuleAttribute? Rule { get; protected init; }
}
