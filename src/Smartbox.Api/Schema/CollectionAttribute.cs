namespace Smartbox.Api.Schema;

/// <summary>The most that a list or map may hold.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class CollectionAttribute(int maximum) : Attribute
{
    public int Maximum { get; } = maximum;

    /// <value>0 by default.</value>
    public int Minimum { get; init; }
}
