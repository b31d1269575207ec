using Microsoft.Win32.SafeHandles;
using Smartbox.Store.Files;

namespace Smartbox.Sidecar.Relay.EventLog;

/// <summary>A file of the volume.</summary>
internal sealed class DiskLogFile : ILogFile
{
    private readonly SafeFileHandle _handle;

    private readonly string _path;

    private DiskLogFile(string path, SafeFileHandle handle)
    {
        _path = path;
        _handle = handle;
    }

    public long Length => RandomAccess.GetLength(_handle);

    /// <summary>Opens the file, or makes it so that its name survives a power cut.</summary>
    public static DiskLogFile Open(string path)
    {
        var isNew = !File.Exists(path);
        var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (isNew)
        {
            SyncFolder(Path.GetDirectoryName(path)!);
        }

        return new DiskLogFile(path, handle);
    }

    private static void SyncFolder(string folder)
    {
        try
        {
            FolderTree.Sync(folder);
        }
        catch (FileSystemException e)
        {
            // One kind of error for whoever opens, reads or writes a log.
            throw new IOException(e.Message, e);
        }
    }

    public int Read(Span<byte> buffer, long offset) => RandomAccess.Read(_handle, buffer, offset);

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_handle, bytes, offset);

    public void Flush() => RandomAccess.FlushToDisk(_handle);

    /// <summary>What is cut goes to a file beside it: should it be more than a torn tail, a person can still read it.</summary>
    public void Truncate(long length)
    {
        using (var source = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        using (var kept = new FileStream($"{_path}.cut-{length}", FileMode.Create, FileAccess.Write))
        {
            source.Position = length;
            source.CopyTo(kept);
            kept.Flush(flushToDisk: true);
        }

        RandomAccess.SetLength(_handle, length);
    }

    public void Dispose() => _handle.Dispose();
}
