using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Smartbox.Local;

/// <summary>Signals, which .NET can send only as SIGKILL.</summary>
internal static partial class Signals
{
    private const int Term = 15;

    /// <returns>False when there is no such process, or it is somebody else's.</returns>
    public static bool Terminate(int process) => kill(process, Term) == 0;

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
