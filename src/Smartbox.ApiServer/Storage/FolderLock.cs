using System.Globalization;
using System.Text;

namespace Smartbox.ApiServer.Storage;

/// <summary>
/// Says that the store of a folder is in use, and by whom. The lock is the kernel's, so it ends with the process however that ends; the file may stay.
/// SQLite's own lock holds as well, but two that open at once would each keep the other from it.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const string FileName = "objects.lock";

    /// <summary>EWOULDBLOCK, Linux's answer when the lock is taken.</summary>
    private const int WouldBlock = 11;

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <exception cref="ObjectStoreException">Another process has it, or the folder cannot be written.</exception>
    public static FolderLock Take(string folder)
    {
        var path = Path.Combine(folder, FileName);
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(folder);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            return new FolderLock(file);
        }
        catch (IOException e) when (file is null && e.HResult == WouldBlock)
        {
            throw new ObjectStoreException($"The object store in {folder} is in use{Holder(path)}. Stop that one first, or choose another folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new ObjectStoreException($"The folder {folder} cannot be used: {e.Message}", e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string path)
    {
        try
        {
            // Sharing everything reads past the lock.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd() is { Length: > 0 } id ? $" by process {id}" : " by another process";
        }
        catch (IOException)
        {
            return " by another process";
        }
    }
}
