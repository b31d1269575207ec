namespace Smartbox.Api.Schema;

/// <summary>A column of <c>kubectl get</c>, in the order of the attributes.</summary>
/// <param name="name">Heading.</param>
/// <param name="path">JSON path.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PrinterColumnAttribute(string name, string path) : Attribute
{
    public string Name { get; } = name;

    public string Path { get; } = path;

    /// <value><c>string</c> by default; <c>integer</c>, or <c>date</c>, which is shown as an age.</value>
    public string Type { get; init; } = "string";

    /// <summary>Shown by <c>-o wide</c> only.</summary>
    public bool Wide { get; init; }
}
