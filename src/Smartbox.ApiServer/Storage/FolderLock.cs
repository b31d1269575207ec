namespace Smartbox.ApiServer.Storage;

/// <summary>
/// Says that the store of a folder is in use. The lock is the kernel's, so it ends with the process however that ends; the empty file may stay.
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
        try
        {
            Directory.CreateDirectory(folder);
            return new FolderLock(new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            throw new ObjectStoreException($"The object store in {folder} is in use by another process. Stop that one first, or choose another folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ObjectStoreException($"The folder {folder} cannot be used: {e.Message}", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
