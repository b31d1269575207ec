using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Smartbox.Local;
using Smartbox.Local.Folders;

namespace Smartbox.Cli.Local;

/// <summary>Starts <c>smartbox local up</c> as a process of its own, which outlives the terminal.</summary>
[SupportedOSPlatform("linux")]
internal sealed class Background(LocalFolder folder, CliEnvironment environment)
{
    private const int LastLines = 5;

    private string Output => Path.Combine(folder.Logs, "up.log");

    /// <summary>Returns when it is ready.</summary>
    public async Task<InstallationState> StartAsync(UpSettings settings, LocalProgress progress, CancellationToken cancellationToken)
    {
        // Refused here already, where a person reads it.
        folder.Create();
        InstallationLock.Take(folder, environment.Time).Dispose();
        progress.Report($"Starting in the background, as {Output} tells");
        using var process = Process.Start(StartInfo(settings)) ?? throw new CliException(ExitCodes.Failure, "The background process did not start.");
        var state = await new RunningInstallation(folder, environment.Time).ReadyAsync(() => process.HasExited, cancellationToken);
        progress.Done();
        return state ?? throw new CliException(ExitCodes.Failure, $"It ended while it started. {Output} ends with: {await LastOutputAsync(cancellationToken)}");
    }

    // A session of its own, so that closing the terminal does not end it; the shell puts its output into the file.
    private ProcessStartInfo StartInfo(UpSettings settings)
    {
        var info = new ProcessStartInfo("setsid") { RedirectStandardInput = false };
        string[] words =
        [
            "sh", "-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", Output, .. Self(), "local", "up", "--dir", folder.Root,
            "--port", settings.Port.ToString(CultureInfo.InvariantCulture), "--gateway-port", settings.GatewayPort.ToString(CultureInfo.InvariantCulture),
            .. settings.Store is null ? [] : (string[])["--store", settings.Store],
            .. settings.StoreRegion is null ? [] : (string[])["--store-region", settings.StoreRegion],
        ];
        foreach (var word in words)
        {
            info.ArgumentList.Add(word);
        }

        return info;
    }

    private static string[] Self() => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) != "dotnet"
        ? [path]
        : [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "smartbox.dll")];

    private async Task<string> LastOutputAsync(CancellationToken cancellationToken)
    {
        var lines = File.Exists(Output) ? await File.ReadAllLinesAsync(Output, cancellationToken) : [];
        return string.Join(" | ", lines.TakeLast(LastLines));
    }
}
