using System.Diagnostics;

namespace Smartbox.EndToEnd.Tests.Cluster;

/// <summary>Processes of pods, where the cluster's node is this machine.</summary>
internal static class NodeProcess
{
    /// <summary>Kills a pod's process with SIGKILL, or skips the test when the node is elsewhere.</summary>
    public static void Kill(string podUid, string program)
    {
        var victim = Process.GetProcesses().FirstOrDefault(process => IsOfPod(process.Id, podUid) && CommandOf(process.Id).Contains(program, StringComparison.Ordinal));
        Skip.If(victim is null, "Skipped: the node's processes are not visible from here.");
        victim!.Kill();
    }

    private static bool IsOfPod(int process, string podUid) => Read(process, "cgroup").Contains(podUid, StringComparison.Ordinal);

    private static string CommandOf(int process) => Read(process, "cmdline");

    private static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        // Processes end while they are listed.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
