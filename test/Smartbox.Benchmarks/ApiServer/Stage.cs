using System.Diagnostics;
using System.Globalization;

namespace Smartbox.Benchmarks.ApiServer;

/// <summary>One line of a benchmark: what was done in how much time, CPU time of this process, and what else is to say.</summary>
internal static class Stage
{
    public static async Task MeasureAsync(string name, string unit, Func<Task<int>> work, Func<int, string>? more = null)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var count = await work();
        var wall = clock.Elapsed.TotalSeconds;
        process.Refresh();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-28} {count,8} {unit,-12} {wall,7:F2} s  {count / wall,9:F0}/s   CPU {(process.TotalProcessorTime - cpu).TotalSeconds,6:F2} s{more?.Invoke(count)}"));
    }
}
