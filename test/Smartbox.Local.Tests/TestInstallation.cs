using System.Diagnostics;

namespace Smartbox.Local.Tests;

/// <summary>A folder of its own with an installation in it, and the command line as its user.</summary>
internal sealed class TestInstallation : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public string Folder { get; } = Directory.CreateTempSubdirectory("smartbox-local-").FullName;

    public Task<LocalInstallation> StartAsync(CancellationToken cancellationToken) =>
        LocalInstallation.StartAsync(new LocalOptions { Folder = Folder, Programs = Checkout.Programs, StartLimit = Patience }, new Progress<string>(), cancellationToken);

    /// <summary>The command line's output; anything but success throws.</summary>
    public async Task<string> CliAsync(string input, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo(Checkout.Cli, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KUBECONFIG"] = Path.Combine(Folder, "api", "kubeconfig") },
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"smartbox {string.Join(' ', arguments)}: {await output}{await error}");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
