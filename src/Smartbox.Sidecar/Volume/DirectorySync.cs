using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Smartbox.Sidecar.Volume;

/// <summary>Makes the names in a folder durable: a rename survives a power cut only after its folder was synced, and .NET opens no folders.</summary>
internal static partial class DirectorySync
{
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <exception cref="IOException">The folder cannot be synced.</exception>
    public static void Flush(string folder)
    {
        var descriptor = Open(folder, ReadOnlyCloseOnExec);
        if (descriptor < 0)
        {
            throw Failed(folder);
        }

        var result = Sync(descriptor);
        var error = result < 0 ? Failed(folder) : null;
        _ = Close(descriptor);
        if (error is not null)
        {
            throw error;
        }
    }

    private static IOException Failed(string folder) =>
        new($"{folder} could not be synced to disk: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
