using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Smartbox.Benchmarks;

/// <summary>CPU time of processes that have ended, which .NET forgets with them.</summary>
internal static partial class ChildProcesses
{
    private const int Children = -1;

    /// <summary>User and system time of all children that were waited for.</summary>
    public static double CpuSeconds()
    {
        // struct rusage: two timevals, then fourteen longs.
        Span<long> usage = stackalloc long[18];
        return GetUsage(Children, usage) == 0 ? usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6) : double.NaN;
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, Span<long> usage);
}
