using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Smartbox.Store.Files;

/// <summary>An open folder: everything is done relative to it, and no symbolic link is ever followed.</summary>
internal sealed class Folder : IDisposable
{
    private const int ListingBufferSize = 32 * 1024;

    private Folder(SafeFileHandle handle) => Handle = handle;

    public SafeFileHandle Handle { get; }

    public int Descriptor => (int)Handle.DangerousGetHandle();

    /// <summary>Opens a folder by its path; here symbolic links are followed, because the path is the operator's own.</summary>
    public static Folder Open(string path) => new(OpenHandle(Libc.AtCurrentFolder, FileName.Terminated(path), Libc.Directory, 0, "open the folder"));

    /// <summary>Opens a child folder.</summary>
    public Folder OpenFolder(ReadOnlySpan<byte> terminatedName) =>
        new(OpenHandle(Descriptor, terminatedName, Libc.Directory | Libc.NoFollow, 0, "open the folder"));

    /// <summary>Opens a child file for reading; a FIFO in its place does not block.</summary>
    public SafeFileHandle OpenFile(ReadOnlySpan<byte> terminatedName) => OpenHandle(
        Descriptor, terminatedName, Libc.NoFollow | Libc.NonBlocking | Libc.NoControllingTerminal, 0, "open");

    /// <summary>Makes a child file that must not exist.</summary>
    public SafeFileHandle CreateFile(ReadOnlySpan<byte> terminatedName) => OpenHandle(
        Descriptor, terminatedName, Libc.NoFollow | Libc.ReadWrite | Libc.Create | Libc.Exclusive, 0x180, "make the file");

    /// <summary>Opens a child file that was made here.</summary>
    public SafeFileHandle OpenFileToWrite(ReadOnlySpan<byte> terminatedName) =>
        OpenHandle(Descriptor, terminatedName, Libc.NoFollow | Libc.ReadWrite, 0, "write");

    public static FileStatus StatusOf(SafeFileHandle handle) =>
        Libc.Stat((int)handle.DangerousGetHandle(), "\0"u8, Libc.AtEmptyPath, out var raw) == 0
            ? FileStatus.From(raw)
            : throw new FileSystemException("look at", "an open file"u8, Libc.Errno);

    /// <summary>Reads from an open file.</summary>
    /// <returns>Bytes read; 0 at the end.</returns>
    /// <exception cref="FileSystemException">It cannot be read, which no other kind of exception says: a repository's errors must not be taken for those of a file.</exception>
    public static int Read(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        while (true)
        {
            var read = Libc.ReadAt(file, buffer, (nuint)buffer.Length, offset);
            if (read >= 0)
                return (int)read;
            if (Libc.Errno != Libc.Interrupted)
                throw new FileSystemException("read", "an open file"u8, Libc.Errno);
        }
    }

    public FileStatus Status() => StatusOf(Handle);

    /// <summary>Looks at a child; null when it is not there.</summary>
    public FileStatus? StatusOf(ReadOnlySpan<byte> terminatedName)
    {
        if (Libc.Stat(Descriptor, terminatedName, Libc.AtSymlinkNoFollow, out var raw) == 0)
            return FileStatus.From(raw);
        var errno = Libc.Errno;
        return errno is Libc.NoEntry or Libc.NotDirectory or Libc.StaleHandle ? null : throw new FileSystemException("look at", terminatedName, errno);
    }

    /// <summary>Names of the children, each with its zero byte, in no order.</summary>
    public List<byte[]> List()
    {
        var names = new List<byte[]>();
        var buffer = new byte[ListingBufferSize];
        while (true)
        {
            var length = (int)Libc.GetDents(Handle, buffer);
            if (length < 0)
            {
                var errno = Libc.Errno;
                if (errno == Libc.Interrupted)
                    continue;
                if (errno == Libc.NoEntry)
                    return names;
                throw new FileSystemException("list", "a folder"u8, errno);
            }

            if (length == 0)
                return names;
            for (var rest = buffer.AsSpan(0, length); rest.Length > 0;)
            {
                var size = BinaryPrimitives.ReadUInt16LittleEndian(rest[16..]);
                var name = rest[19..size];
                name = name[..name.IndexOf((byte)0)];
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                    names.Add(FileName.Terminated(name));
                rest = rest[size..];
            }
        }
    }

    /// <summary>Target of a symbolic link; null when it is none, or is gone.</summary>
    public byte[]? TryReadLink(ReadOnlySpan<byte> terminatedName)
    {
        Span<byte> target = stackalloc byte[4096];
        var length = Libc.ReadLinkAt(Descriptor, terminatedName, target, (nuint)target.Length);
        return length >= 0 ? target[..(int)length].ToArray() : null;
    }

    /// <summary>The folder's real path as the kernel tells it.</summary>
    public byte[] RealPath()
    {
        Span<byte> target = stackalloc byte[4096];
        var length = Libc.ReadLinkAt(Libc.AtCurrentFolder, FileName.Terminated($"/proc/self/fd/{Descriptor}"), target, (nuint)target.Length);
        return length > 0 ? target[..(int)length].ToArray() : throw new FileSystemException("find the path of", "a folder"u8, Libc.Errno);
    }

    /// <summary>A path to a child for calls that take paths only; it passes through this descriptor, not through names that could be exchanged.</summary>
    public byte[] PathOf(ReadOnlySpan<byte> terminatedName)
    {
        var prefix = Encoding.ASCII.GetBytes($"/proc/self/fd/{Descriptor}/");
        var path = new byte[prefix.Length + terminatedName.Length];
        prefix.CopyTo(path, 0);
        terminatedName.CopyTo(path.AsSpan(prefix.Length));
        return path;
    }

    public void Dispose() => Handle.Dispose();

    private static SafeFileHandle OpenHandle(int folder, ReadOnlySpan<byte> name, int flags, uint mode, string action)
    {
        int descriptor;
        do
        {
            descriptor = Libc.OpenAt(folder, name, flags | Libc.CloseOnExec, mode);
        }
        while (descriptor < 0 && Libc.Errno == Libc.Interrupted);

        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new FileSystemException(action, name, Libc.Errno);
    }
}
