namespace Smartbox.Api.Schema;

/// <summary>A CustomResourceDefinition is generated from the class.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CustomResourceAttribute(ResourceScope scope, string shortName) : Attribute
{
    /// <summary>What <c>kubectl get</c> takes to show objects of all kinds.</summary>
    /// <remarks>Not <c>smartbox</c>: kubectl reads a category before a singular, and <c>kubectl get smartbox alice</c> would be an error.</remarks>
    public const string Category = "smartbox-all";

    public ResourceScope Scope { get; } = scope;

    /// <summary>What a person may type instead of the plural.</summary>
    public string ShortName { get; } = shortName;
}
