namespace Smartbox.Cli.Manifests;

/// <summary>Reads what <c>-f</c> names: files, folders (without those inside them); <c>/dev/stdin</c>, on the command line also <c>-</c>, is what is piped in.</summary>
internal sealed class ManifestFiles(CliEnvironment environment)
{
    public const string StandardInput = "/dev/stdin";

    private static readonly string[] s_extensions = [".yaml", ".yml", ".json"];

    /// <exception cref="CliException">Something cannot be read, or there is no object at all.</exception>
    public async Task<IReadOnlyList<Manifest>> ReadAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var manifests = new List<Manifest>();
        foreach (var name in names)
        {
            if (name == StandardInput)
            {
                manifests.AddRange(ManifestReader.Read(await environment.In.ReadToEndAsync(cancellationToken), "standard input"));
                continue;
            }

            foreach (var file in Files(name))
            {
                manifests.AddRange(ManifestReader.Read(await TextOfAsync(file, cancellationToken), file));
            }
        }

        return manifests.Count > 0 ? manifests : throw new CliException(ExitCodes.Usage, $"There is no object in {string.Join(", ", names)}.");
    }

    private static IEnumerable<string> Files(string name) => Directory.Exists(name)
        ? Directory.EnumerateFiles(name).Where(file => s_extensions.Contains(Path.GetExtension(file), StringComparer.Ordinal)).Order(StringComparer.Ordinal)
        : [name];

    private static async Task<string> TextOfAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Usage, $"The file {file} cannot be read: {e.Message}", e);
        }
    }
}
