namespace Smartbox.Local.Setup;

/// <summary>The kinds of this build (crds/).</summary>
internal static class Definitions
{
    private const string Path = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    /// <summary>Installs them, or brings them up to date, and waits until they are served.</summary>
    public static async Task InstallAsync(ApiRequests requests, CancellationToken cancellationToken)
    {
        var assembly = typeof(Definitions).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(IsDefinition).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var path = $"{Path}/{NameOf(resource)}";
            await requests.ApplyAsync(path, await reader.ReadToEndAsync(cancellationToken), cancellationToken);
            await requests.WaitAsync(path, definition => ApiRequests.IsTrue(definition, "Established"), cancellationToken);
        }
    }

    private static bool IsDefinition(string resource) => resource.StartsWith("crds/", StringComparison.Ordinal) && resource.Contains('_', StringComparison.Ordinal);

    // crds/smartbox.dev_smartboxes.yaml defines smartboxes.smartbox.dev.
    private static string NameOf(string resource) =>
        System.IO.Path.GetFileNameWithoutExtension(resource).Split('_') is [var group, var plural] ? $"{plural}.{group}" : resource;
}
