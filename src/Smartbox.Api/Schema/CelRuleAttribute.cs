namespace Smartbox.Api.Schema;

/// <summary>A rule in the Common Expression Language that the API server checks (<c>x-kubernetes-validations</c>).</summary>
/// <param name="rule">Expression that holds for valid values; with <c>oldSelf</c> it is checked on updates only.</param>
/// <param name="message">What to write instead.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
public sealed class CelRuleAttribute(string rule, string message) : Attribute
{
    public string Rule { get; } = rule;

    public string Message { get; } = message;

    /// <summary>The field that the error points to, such as <c>.metadata.name</c>; by default the one that carries the rule.</summary>
    public string? FieldPath { get; init; }
}
