using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Smartbox.Sidecar.Volume;

/// <summary>What <see cref="Directory"/> cannot do with folders that an agent filled: their names may be no UTF-8, and their modes may forbid writing.</summary>
internal static unsafe partial class FolderContent
{
    // struct dirent of 64-bit Linux: d_ino 8, d_off 8, d_reclen 2, d_type 1, d_name.
    private const int TypeOffset = 18;
    private const int NameOffset = 19;
    private const byte TypeUnknown = 0;
    private const byte TypeDirectory = 4;
    private const int NoSuchEntry = 2;
    private const int IsDirectory = 21;

    /// <summary>True when a folder has no entry.</summary>
    public static bool IsEmpty(string folder) => !Directory.EnumerateFileSystemEntries(folder).Any();

    /// <summary>Deletes a folder with all that is in it; one that is not there is no error. Follows no links.</summary>
    /// <exception cref="IOException">Something cannot be deleted.</exception>
    public static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Delete([.. System.Text.Encoding.UTF8.GetBytes(folder), 0]);
        }
    }

    private static void Delete(byte[] path)
    {
        fixed (byte* pointer = path)
        {
            _ = ChangeMode(pointer, 0x1C0); // 0700; what it could not mend, the next call reports
            var directory = OpenDirectory(pointer);
            if (directory == 0)
            {
                throw Failed(path);
            }

            try
            {
                for (var entry = ReadDirectory(directory); entry is not null; entry = ReadDirectory(directory))
                {
                    var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + NameOffset);
                    if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                    {
                        DeleteEntry([.. path.AsSpan(0, path.Length - 1), (byte)'/', .. name, 0], entry[TypeOffset]);
                    }
                }
            }
            finally
            {
                _ = CloseDirectory(directory);
            }

            if (RemoveDirectory(pointer) != 0)
            {
                throw Failed(path);
            }
        }
    }

    private static void DeleteEntry(byte[] path, byte type)
    {
        if (type == TypeDirectory)
        {
            Delete(path);
            return;
        }

        fixed (byte* pointer = path)
        {
            if (Unlink(pointer) == 0)
            {
                return;
            }
        }

        switch (Marshal.GetLastPInvokeError())
        {
            case NoSuchEntry:
                break;
            case IsDirectory when type == TypeUnknown:
                Delete(path);
                break;
            default:
                throw Failed(path);
        }
    }

    private static IOException Failed(byte[] path) => new(
        $"{System.Text.Encoding.UTF8.GetString(path, 0, path.Length - 1)} could not be deleted: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeMode(byte* path, uint mode);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint OpenDirectory(byte* path);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial byte* ReadDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "closedir")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CloseDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RemoveDirectory(byte* path);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unlink(byte* path);
}
