namespace Smartbox.Cli.Manifests;

/// <summary>One object as a person wrote it.</summary>
/// <param name="ApiVersion">Its API version.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace; null where it names none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Text">The object alone, as YAML.</param>
/// <param name="Source">File and line, for messages.</param>
internal sealed record Manifest(string ApiVersion, string Kind, string? Namespace, string Name, string Text, string Source)
{
    public bool IsDefinition => Kind == "CustomResourceDefinition" && ApiVersion.StartsWith("apiextensions.k8s.io/", StringComparison.Ordinal);
}
