using System.ComponentModel;
using System.Diagnostics;

namespace Smartbox.EndToEnd.Tests.Cluster;

/// <summary>Runs programs as a person would.</summary>
internal static class Shell
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">File name, found on PATH.</param>
    /// <param name="arguments">Arguments, one each.</param>
    /// <param name="input">Standard input, or null for none.</param>
    /// <param name="environment">Variables on top of the process' own.</param>
    /// <param name="timeout">When it is killed; two minutes by default.</param>
    public static async Task<ShellResult> RunAsync(
        string program, IEnumerable<string> arguments, string? input = null,
        IReadOnlyDictionary<string, string>? environment = null, TimeSpan? timeout = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        using var deadline = new CancellationTokenSource(timeout ?? TimeSpan.FromMinutes(2));
        try
        {
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input);
            }

            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new ShellResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} did not end in time.");
        }
    }

    /// <summary>True when a program of this name can be started.</summary>
    public static async Task<bool> HasAsync(string program)
    {
        try
        {
            await RunAsync(program, ["version"]);
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
