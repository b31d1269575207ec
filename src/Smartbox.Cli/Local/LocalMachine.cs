using System.Runtime.Versioning;
using Smartbox.Local.Folders;

namespace Smartbox.Cli.Local;

/// <summary>What this machine must have for an installation, and what runs on it.</summary>
internal static class LocalMachine
{
    public static CliException Missing() => new(
        ExitCodes.Failure,
        "smartbox local needs Linux, or WSL on Windows: each pod has a loopback address of its own (127.x.y.z), and processes are found by /proc. "
            + "On this system, use a cluster, such as kind's.");

    /// <summary>The kubeconfig of the installation in the user's folder while it runs; null when none does.</summary>
    public static string? Kubeconfig(CliEnvironment environment) => OperatingSystem.IsLinux() ? RunningKubeconfig(environment) : null;

    [SupportedOSPlatform("linux")]
    private static string? RunningKubeconfig(CliEnvironment environment)
    {
        var folder = new LocalFolder(LocalFolder.DefaultRoot(environment.Variable));
        return InstallationState.Running(folder) is null ? null : folder.Kubeconfig;
    }
}
