using System.Globalization;

namespace Smartbox.Kubelet.Logs;

/// <summary>Where a container's logs are: <c>NAMESPACE_POD_UID/CONTAINER/RUN.log</c>, the older part of a run as <c>RUN.log.N</c>, as kubelets lay them out.</summary>
internal sealed class LogFolder(string root, string ns, string pod, string uid)
{
    public string Folder { get; } = Path.Combine(root, $"{ns}_{pod}_{uid}");

    public string FileOf(string container, int run) => Path.Combine(Folder, container, string.Create(CultureInfo.InvariantCulture, $"{run}.log"));

    /// <summary>The parts of one run, oldest first.</summary>
    public static IReadOnlyList<string> PartsOf(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        return !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, Path.GetFileName(file) + ".?*").Where(f => f.Length > file.Length).OrderBy(PartNumber), .. File.Exists(file) ? [file] : Array.Empty<string>()];
    }

    /// <summary>Keeps this run and the one before.</summary>
    public void RemoveOlder(string container, int run)
    {
        var folder = Path.Combine(Folder, container);
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(folder))
        {
            if (int.TryParse(Path.GetFileName(file).Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var other) && other < run - 1)
            {
                File.Delete(file);
            }
        }
    }

    public static int PartNumber(string file) =>
        int.TryParse(Path.GetExtension(file).AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
}
