using System.Runtime.InteropServices;

namespace Smartbox.Local.Programs;

/// <summary>How the .NET runtime of programs is set on one machine: many small processes, so memory goes before throughput.</summary>
internal static class RuntimeSettings
{
    public static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        // Of the runtime that runs this process: it may be at a place that a program does not find by itself.
        ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_GCConserveMemory"] = "7",
        ["DOTNET_GCHeapCount"] = "1",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_EnableDiagnostics"] = "0",
    };
}
