using System.Text.Json;
using Smartbox.Store.Files;

namespace Smartbox.Sidecar.Volume;

/// <summary>Reads and replaces a marker: after a crash there is the old one or the new one.</summary>
internal static class MarkerFile
{
    /// <returns>Null when there is none.</returns>
    /// <exception cref="JsonException">It is no marker, or one of a newer version.</exception>
    public static Marker? Read(string path)
    {
        byte[] json;
        try
        {
            json = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        var marker = JsonSerializer.Deserialize(json, MarkerContext.Default.Marker);
        return marker is { Version: Marker.CurrentVersion }
            ? marker
            : throw new JsonException($"its version is {marker?.Version}, and this program reads {Marker.CurrentVersion}");
    }

    public static void Write(string path, Marker marker)
    {
        var fresh = path + ".new";
        using (var file = new FileStream(fresh, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            JsonSerializer.Serialize(file, marker, MarkerContext.Default.Marker);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
        FolderTree.Sync(Path.GetDirectoryName(path)!);
    }
}
