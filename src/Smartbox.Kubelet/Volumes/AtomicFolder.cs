using System.Security.Cryptography;
using System.Text;
using Smartbox.Kubelet.Processes;

namespace Smartbox.Kubelet.Volumes;

/// <summary>
/// A folder whose files change all at once: they are links through <c>..data</c>, which one rename turns to the folder of the new content. Programs
/// that watch a mounted Secret on a cluster see the same.
/// </summary>
internal static class AtomicFolder
{
    private const string Data = "..data";

    /// <returns>True when the content is not what it was.</returns>
    public static bool Write(string folder, IReadOnlyCollection<VolumeFile> files)
    {
        Directory.CreateDirectory(folder);
        var generation = "..g" + Digest(files);
        var data = Path.Combine(folder, Data);
        if (new FileInfo(data).LinkTarget == generation)
        {
            return false;
        }

        var target = Path.Combine(folder, generation);
        if (Directory.Exists(target))
        {
            // Left by a write that did not come to its end, or by an earlier content.
            Directory.Delete(target, recursive: true);
        }

        Directory.CreateDirectory(target);
        foreach (var file in files)
        {
            var path = Path.Combine(target, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var stream = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                stream.Write(file.Content);
            }

            // After the write: the mode may take the right to write, and the umask does not apply.
            File.SetUnixFileMode(path, file.Mode);
        }

        var link = Path.Combine(folder, "..data_tmp");
        File.Delete(link);
        File.CreateSymbolicLink(link, generation);
        Libc.Replace(link, data);
        Tidy(folder, generation, [.. files.Select(f => f.Path.Split('/')[0])]);
        return true;
    }

    private static void Tidy(string folder, string generation, HashSet<string> names)
    {
        foreach (var name in names)
        {
            var link = Path.Combine(folder, name);
            if (new FileInfo(link).LinkTarget is null)
            {
                File.CreateSymbolicLink(link, $"{Data}/{name}");
            }
        }

        foreach (var path in Directory.EnumerateFileSystemEntries(folder))
        {
            var name = Path.GetFileName(path);
            if (name.StartsWith("..g", StringComparison.Ordinal) && name != generation)
            {
                Directory.Delete(path, recursive: true);
            }
            else if (!name.StartsWith("..", StringComparison.Ordinal) && !names.Contains(name))
            {
                File.Delete(path);
            }
        }
    }

    private static string Digest(IEnumerable<VolumeFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.Path}\0{(int)file.Mode}\0{file.Content.Length}\0"));
            hash.AppendData(file.Content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12));
    }
}
