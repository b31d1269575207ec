using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Smartbox.Kubelet.Processes;

/// <summary>What .NET does not offer: signals other than SIGKILL, and a rename that replaces a link to a folder.</summary>
internal static partial class Libc
{
    public const int SigTerm = 15;
    public const int SigKill = 9;

    /// <summary>Sends a signal to a process, or with a negative number to a process group.</summary>
    /// <returns>False when there is no such process, or it is somebody else's.</returns>
    public static bool Send(int pid, int signal) => kill(pid, signal) == 0;

    /// <summary>Puts one path in the place of another in one step.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public static void Replace(string path, string target)
    {
        if (rename(path, target) != 0)
        {
            throw new IOException($"{path} cannot take the place of {target}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int rename(string path, string target);

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
