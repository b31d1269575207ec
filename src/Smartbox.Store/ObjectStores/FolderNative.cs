using System.Runtime.InteropServices;

namespace Smartbox.Store.ObjectStores;

/// <summary>What .NET does not offer: hard links, and syncing a folder so that a new name in it survives a power cut.</summary>
internal static partial class FolderNative
{
    private const int CloseOnExecLinux = 0x80000;
    private const int AlreadyExists = 17;

    /// <summary>Gives a file a second name; false when that name is taken.</summary>
    public static bool TryLink(string existing, string name)
    {
        if (Link(existing, name) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == AlreadyExists ? false : throw Failure("link", name, error);
    }

    public static void SyncFolder(string folder)
    {
        var descriptor = Open(folder, OperatingSystem.IsLinux() ? CloseOnExecLinux : 0);
        if (descriptor < 0)
        {
            throw Failure("open the folder", folder, Marshal.GetLastPInvokeError());
        }

        var error = Sync(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (error != 0)
        {
            throw Failure("sync the folder", folder, error);
        }
    }

    private static IOException Failure(string what, string path, int error) =>
        new($"Cannot {what} '{path}': {Marshal.GetPInvokeErrorMessage(error)}.");

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
