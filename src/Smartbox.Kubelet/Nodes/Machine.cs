using System.Globalization;
using System.Runtime.InteropServices;

namespace Smartbox.Kubelet.Nodes;

/// <summary>What this machine is.</summary>
internal static class Machine
{
    /// <summary>Bytes of memory.</summary>
    public static long Memory { get; } = ReadMemory();

    public static string Architecture { get; } = RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        var other => other.ToString().ToLowerInvariant(),
    };

    public static string BootId => Read("/proc/sys/kernel/random/boot_id");

    public static string MachineId => Read("/etc/machine-id");

    public static string Kernel => Read("/proc/sys/kernel/osrelease");

    public static string Image => Read("/etc/os-release").Split('\n')
        .Where(l => l.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))
        .Select(l => l[12..].Trim('"'))
        .FirstOrDefault(RuntimeInformation.OSDescription);

    public static string HostName => Environment.MachineName.ToLowerInvariant();

    private static long ReadMemory()
    {
        // MemTotal:       24684092 kB
        var line = File.ReadLines("/proc/meminfo").First(l => l.StartsWith("MemTotal:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private static string Read(string file) => File.Exists(file) ? File.ReadAllText(file).Trim() : "";
}
