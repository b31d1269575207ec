namespace Smartbox.Api.Schema;

/// <summary>A duration such as <c>90s</c>, <c>15m</c> or <c>1h30m</c>, within bounds.</summary>
public sealed class DurationAttribute : StringAttribute
{
    public DurationAttribute(string minimum, string maximum)
        : base(20)
    {
        Minimum = minimum;
        Maximum = maximum;
        MinLength = 2;
        Pattern = Durations.Pattern;
        Rule = new CelRuleAttribute(
            $"duration(self) >= duration('{minimum}') && duration(self) <= duration('{maximum}')",
            $"write a duration from {minimum} to {maximum}, such as 15m");
    }

    public string Minimum { get; }

    public string Maximum { get; }
}
