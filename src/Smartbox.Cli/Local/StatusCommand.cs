using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Smartbox.Api;
using Smartbox.Cli.Kube;
using Smartbox.Local;
using Smartbox.Local.Folders;
using Spectre.Console;

namespace Smartbox.Cli.Local;

internal sealed class StatusCommand(IAnsiConsole console, CliEnvironment environment) : LocalCommand<LocalSettings>(environment)
{
    [SupportedOSPlatform("linux")]
    protected override async Task<int> RunAsync(LocalSettings settings, LocalFolder folder, CancellationToken cancellationToken)
    {
        var output = console.Profile.Out.Writer;
        if (InstallationLock.Holder(folder) is not { } holder)
        {
            await output.WriteLineAsync(Directory.Exists(folder.Root) ? $"Stopped, in {folder.Root}." : $"There is nothing in {folder.Root}.");
            return ExitCodes.Unavailable;
        }

        if (InstallationState.Running(folder) is not { } state)
        {
            await output.WriteLineAsync($"Starting or stopping in {folder.Root}, as process {holder.ProcessId}.");
            return ExitCodes.Unavailable;
        }

        var memory = ProcessTree.Measure(holder.ProcessId);
        await output.WriteLineAsync($"""
            Running      in {folder.Root}, as process {holder.ProcessId} since {holder.Since.ToLocalTime():yyyy-MM-dd HH:mm:ss}
            API server   {state.Api.ToString().TrimEnd('/')}, kubeconfig {folder.Kubeconfig}
            Gateway      {state.Gateway!.ToString().TrimEnd('/')}
            Pods         {await PodsAsync(folder, cancellationToken)}
            Memory       {MiB(memory.Proportional)} in {memory.Processes} processes ({MiB(memory.Resident)} when what they share is counted for each)
            """);
        return ExitCodes.Ok;
    }

    [SupportedOSPlatform("linux")]
    private static async Task<string> PodsAsync(LocalFolder folder, CancellationToken cancellationToken)
    {
        using var cluster = KubeAccess.OfFile(folder.Kubeconfig);
        var list = await new ApiClient(cluster).GetAsync("api/v1/pods", "read the pods", cancellationToken);
        var pods = (list["items"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var system = pods.Where(pod => (string?)pod["metadata"]?["namespace"] == Names.SystemNamespace)
            .Select(pod => $"{(string?)pod["metadata"]?["name"]} {(IsReady(pod) ? "ready" : "not ready")}");
        var boxes = pods.Where(pod => pod["metadata"]?["labels"]?[Labels.Box] is not null).ToList();
        return string.Join(", ", system.Append($"{boxes.Count(IsReady)} of {boxes.Count} boxes ready"));
    }

    private static bool IsReady(JsonObject pod) => (pod["status"]?["conditions"] as JsonArray ?? [])
        .Any(condition => (string?)condition?["type"] == "Ready" && (string?)condition["status"] == "True");

    private static string MiB(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0} MiB");
}
