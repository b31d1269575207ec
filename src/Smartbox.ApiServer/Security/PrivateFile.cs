using System.Text;

namespace Smartbox.ApiServer.Security;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    /// <summary>Replaces a file as one step: a reader sees the old text or the new one, also after a crash.</summary>
    public static void Write(string path, string text)
    {
        var next = $"{path}.next";
        File.Delete(next);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(next, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
