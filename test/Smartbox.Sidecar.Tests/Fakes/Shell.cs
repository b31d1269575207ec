using System.Diagnostics;

namespace Smartbox.Sidecar.Tests.Fakes;

/// <summary>Runs what .NET has no words for: names that are no UTF-8, restic.</summary>
internal static class Shell
{
    /// <returns>Standard output.</returns>
    /// <exception cref="InvalidOperationException">It did not exit with 0.</exception>
    public static async Task<string> RunAsync(string script, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var shell = Process.Start(start)!;
        var output = shell.StandardOutput.ReadToEndAsync();
        var error = shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return shell.ExitCode == 0 ? await output : throw new InvalidOperationException($"'{script}' exited with {shell.ExitCode}: {await output}{await error}");
    }

    /// <summary>Names, kinds, modes, times and contents below a folder.</summary>
    public static Task<string> DescribeAsync(string folder) => RunAsync(
        $"cd '{folder}' && export LC_ALL=C && find . -mindepth 1 -printf '%p %y %m %l %T@\\n' | sort && find . -type f -print0 | sort -z | xargs -0 -r sha256sum");
}
