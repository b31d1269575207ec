namespace Smartbox.Api.Schema;

/// <summary>The API server writes this value into objects that leave the field out.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DefaultAttribute(string value) : Attribute
{
    public string Value { get; } = value;
}
