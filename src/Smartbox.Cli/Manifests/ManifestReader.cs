using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Smartbox.Cli.Manifests;

/// <summary>Takes YAML or JSON apart into objects: several documents, and the items of lists.</summary>
/// <remarks>An object stays text: which scalars are numbers is the server's to say, as it is for a manifest that kubectl sends.</remarks>
internal static class ManifestReader
{
    /// <exception cref="CliException">It is not YAML, or an object does not say what it is.</exception>
    public static IReadOnlyList<Manifest> Read(string text, string file)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new CliException(ExitCodes.Usage, $"{file}:{e.Start.Line}: {e.Message.TrimEnd('.')}.", e);
        }

        return [.. stream.Documents.Select(document => document.RootNode).Where(node => !IsEmpty(node)).SelectMany(node => Objects(node, file))];
    }

    private static IEnumerable<Manifest> Objects(YamlNode node, string file)
    {
        var source = $"{file}:{node.Start.Line}";
        if (node is not YamlMappingNode map)
        {
            throw new CliException(ExitCodes.Usage, $"{source}: an object was expected.");
        }

        var kind = Text(map, "kind");
        if (kind?.EndsWith("List", StringComparison.Ordinal) == true && Child(map, "items") is YamlSequenceNode items)
        {
            return items.SelectMany(item => Objects(item, file));
        }

        var metadata = Child(map, "metadata") as YamlMappingNode;
        var name = metadata is null ? null : Text(metadata, "name");
        var missing = kind is null ? "kind" : Text(map, "apiVersion") is null ? "apiVersion" : name is null ? "metadata.name" : null;
        return missing is null
            ? [new Manifest(Text(map, "apiVersion")!, kind!, Text(metadata!, "namespace"), name!, Write(map), source)]
            : throw new CliException(ExitCodes.Usage, $"{source}: the object has no {missing}.");
    }

    private static string Write(YamlMappingNode map)
    {
        using var writer = new StringWriter();
        new YamlStream(new YamlDocument(map)).Save(writer, assignAnchors: false);
        return writer.ToString();
    }

    // A document of comments alone.
    private static bool IsEmpty(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" };

    private static YamlNode? Child(YamlMappingNode map, string name) => map.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;

    private static string? Text(YamlMappingNode map, string name) => Child(map, name) is YamlScalarNode { Value.Length: > 0 } scalar ? scalar.Value : null;
}
