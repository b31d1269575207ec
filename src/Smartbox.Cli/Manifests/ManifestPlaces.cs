using Smartbox.Cli.Objects;

namespace Smartbox.Cli.Manifests;

/// <summary>Says in which namespace a manifest's object is.</summary>
internal static class ManifestPlaces
{
    /// <summary>Its own, then the one asked for, then that of the context; null for kinds without.</summary>
    /// <exception cref="CliException">It names another one than was asked for.</exception>
    public static string? NamespaceOf(Manifest manifest, ResourceKind kind, string? asked, string ofContext) => !kind.IsNamespaced ? null
        : asked is not null && manifest.Namespace is not null && manifest.Namespace != asked
            ? throw new CliException(ExitCodes.Usage, $"{manifest.Source}: {kind.NameOf(manifest.Name)} is of namespace {manifest.Namespace}, not of {asked}. Leave -n out.")
        : manifest.Namespace ?? asked ?? ofContext;
}
