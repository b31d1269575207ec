using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Smartbox.Kubelet.Processes;

/// <summary>Signals, which .NET can send only as SIGKILL.</summary>
internal static partial class Libc
{
    public const int SigTerm = 15;
    public const int SigKill = 9;

    /// <summary>Sends a signal to a process, or with a negative number to a process group.</summary>
    /// <returns>False when there is no such process, or it is somebody else's.</returns>
    public static bool Send(int pid, int signal) => kill(pid, signal) == 0;

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
