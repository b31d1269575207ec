using System.ComponentModel;
using System.Runtime.Versioning;
using k8s;
using Smartbox.Api;
using Smartbox.Cli.Kube;
using Smartbox.Local.Folders;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Local;

internal sealed class LocalLogsCommand(IAnsiConsole console, CliEnvironment environment) : LocalCommand<LocalLogsCommand.Settings>(environment)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    internal sealed class Settings : LocalSettings
    {
        [CommandArgument(0, "[PART]")]
        [Description("host (the API server and the node), operator or gateway. Default: host.")]
        [DefaultValue("host")]
        public string Part { get; init; } = "host";

        [CommandOption("-f|--follow")]
        [Description("Go on with what is logged from now on.")]
        public bool Follow { get; init; }

        public override ValidationResult Validate() =>
            Part is "host" or "operator" or "gateway" ? ValidationResult.Success() : ValidationResult.Error($"'{Part}' is none of host, operator and gateway");
    }

    [SupportedOSPlatform("linux")]
    protected override async Task<int> RunAsync(Settings settings, LocalFolder folder, CancellationToken cancellationToken)
    {
        using var cluster = settings.Part == "host" ? null : KubeAccess.OfFile(folder.Kubeconfig);
        await using var log = cluster is null ? OpenHost(folder) : await OpenPodAsync(cluster, settings, cancellationToken);
        using var reader = new StreamReader(log);
        while (true)
        {
            if (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                await console.Profile.Out.Writer.WriteLineAsync(line);
            }
            else if (settings.Follow && cluster is null)
            {
                // A file has no end that could be waited for.
                await Task.Delay(s_pause, Surroundings.Time, cancellationToken);
            }
            else
            {
                return ExitCodes.Ok;
            }
        }
    }

    [SupportedOSPlatform("linux")]
    private static FileStream OpenHost(LocalFolder folder) => File.Exists(folder.Log)
        ? new FileStream(folder.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
        : throw new CliException(ExitCodes.NotFound, $"There is no log in {folder.Root}.");

    private static Task<Stream> OpenPodAsync(KubeAccess cluster, Settings settings, CancellationToken cancellationToken) => KubeErrors.TranslateAsync(
        () => cluster.Client.CoreV1.ReadNamespacedPodLogAsync(
            $"smartbox-{settings.Part}", Names.SystemNamespace, follow: settings.Follow, cancellationToken: cancellationToken),
        cluster, $"read the log of the {settings.Part}");
}
