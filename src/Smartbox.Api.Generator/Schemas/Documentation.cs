using System.Reflection;
using System.Text;
using System.Xml.Linq;

namespace Smartbox.Api.Generator.Schemas;

/// <summary>The XML documentation beside an assembly, as plain text.</summary>
internal sealed class Documentation
{
    private readonly Dictionary<string, XElement> _members;

    private Documentation(Dictionary<string, XElement> members) => _members = members;

    public static Documentation Of(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        return new Documentation(XDocument.Load(path).Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, StringComparer.Ordinal));
    }

    public string Summary(Type type) => Summary($"T:{type.FullName}");

    public string Summary(FieldInfo field) => Summary($"F:{field.DeclaringType!.FullName}.{field.Name}");

    public string Summary(PropertyInfo property) => Summary(Id(property));

    /// <summary>What is meant when the property is left out; null when its documentation does not say.</summary>
    public string? Value(PropertyInfo property) => Find(Id(property), "value");

    private static string Id(PropertyInfo property) => $"P:{property.DeclaringType!.FullName}.{property.Name}";

    private string Summary(string id) => Find(id, "summary") ?? throw new GeneratorException($"{id} has no summary to describe it by.");

    private string? Find(string id, string part) => _members.GetValueOrDefault(id)?.Element(part) is { } element ? Text(element) : null;

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.DescendantNodes())
        {
            text.Append(node switch
            {
                XText words => words.Value,
                XElement see when see.Attribute("cref") is { } reference => reference.Value[(reference.Value.LastIndexOf('.') + 1)..],
                _ => "",
            });
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
