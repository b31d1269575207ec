using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Smartbox.Store.Files;

namespace Smartbox.Store.Tests.Snapshots;

/// <summary>Everything about a tree that a restore must bring back, one line per name.</summary>
internal static class TreeDump
{
    public static List<string> Of(string path, bool withTimesOfLinks = true)
    {
        var lines = new List<string>();
        using var folder = Folder.Open(path);
        Walk(folder, "", lines, [], withTimesOfLinks);
        return lines;
    }

    private static void Walk(Folder folder, string prefix, List<string> lines, Dictionary<ulong, string> inodes, bool withTimesOfLinks)
    {
        foreach (var name in folder.List().OrderBy(Convert.ToHexString, StringComparer.Ordinal))
        {
            var status = folder.StatusOf(name)!.Value;
            var path = prefix + "/" + Encoding.Latin1.GetString(name.AsSpan(0, name.Length - 1));
            var line = new StringBuilder(path).Append(CultureInfo.InvariantCulture, $" {status.Kind} {Convert.ToString(status.Mode, 8)} {status.Uid}:{status.Gid}");
            if (status.Kind != FileKind.Symlink || withTimesOfLinks)
                line.Append(CultureInfo.InvariantCulture, $" {status.Modified.Seconds}.{status.Modified.Nanoseconds:D9}");
            foreach (var attribute in ExtendedAttributes.Read(folder, name).OrderBy(a => a.Name, StringComparer.Ordinal))
                line.Append(CultureInfo.InvariantCulture, $" {attribute.Name}={Convert.ToHexString(attribute.Value)}");
            if (status.Kind == FileKind.Symlink)
                line.Append(" -> ").Append(Convert.ToHexString(folder.TryReadLink(name)!));
            if (status.Kind == FileKind.File)
            {
                using var file = new FileStream(folder.OpenFile(name), FileAccess.Read);
                line.Append(CultureInfo.InvariantCulture, $" {status.Size} {Convert.ToHexString(SHA256.HashData(file))}");
                if (status.Links > 1 && !inodes.TryAdd(status.Inode, path))
                    line.Append(" = ").Append(inodes[status.Inode]);
            }

            lines.Add(line.ToString());
            if (status.Kind != FileKind.Folder)
                continue;
            using var child = folder.OpenFolder(name);
            Walk(child, path, lines, inodes, withTimesOfLinks);
        }
    }
}
