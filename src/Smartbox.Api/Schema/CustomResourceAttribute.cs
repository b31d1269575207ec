namespace Smartbox.Api.Schema;

/// <summary>A CustomResourceDefinition is generated from the class.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CustomResourceAttribute(ResourceScope scope, string shortName) : Attribute
{
    /// <summary>What <c>kubectl get</c> takes to show objects of all kinds.</summary>
    public const string Category = "smartbox";

    public ResourceScope Scope { get; } = scope;

    /// <summary>What a person may type instead of the plural.</summary>
    public string ShortName { get; } = shortName;
}
