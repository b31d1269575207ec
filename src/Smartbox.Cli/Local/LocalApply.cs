using System.Text.Json.Nodes;
using Smartbox.Api;
using Smartbox.Cli.Apply;
using Smartbox.Cli.Kube;
using Smartbox.Cli.Manifests;
using Smartbox.Cli.Objects;

namespace Smartbox.Cli.Local;

/// <summary>Applies files to the installation and waits until their boxes are ready.</summary>
internal sealed class LocalApply(string kubeconfig, TextWriter output, CliEnvironment environment)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <returns>The exit status.</returns>
    public async Task<int> ApplyAsync(IReadOnlyList<string> files, LocalProgress progress, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            return ExitCodes.Ok;
        }

        using var cluster = KubeAccess.OfFile(kubeconfig);
        var client = new ApiClient(cluster);
        var applier = new Applier(client, new KnownKinds(client, environment.Time), forceConflicts: false, dryRun: false);
        var failures = new Failures(environment.Error);
        foreach (var manifest in await new ManifestFiles(environment).ReadAsync(files, cancellationToken))
        {
            await failures.TryAsync(async () =>
            {
                progress.Done();
                var report = await applier.ApplyAsync(manifest, null, cluster.Namespace, cancellationToken);
                await output.WriteLineAsync($"{report.Name} {report.Outcome}");
                if (manifest is { ApiVersion: Names.ApiVersion, Kind: "Smartbox" })
                {
                    await WaitAsync(client, manifest.Namespace ?? cluster.Namespace, manifest.Name, progress, cancellationToken);
                }
            });
        }

        return failures.ExitCode;
    }

    private async Task WaitAsync(ApiClient client, string ns, string name, LocalProgress progress, CancellationToken cancellationToken)
    {
        var path = $"apis/{Names.ApiVersion}/namespaces/{ns}/smartboxes/{name}";
        string? shown = null;
        while (true)
        {
            var box = await client.GetAsync(path, $"read box {name}", cancellationToken);
            var ready = Condition(box, ConditionTypes.Ready);
            if ((string?)ready?["status"] == "True" || Condition(box, ConditionTypes.Stalled) is { } stalled && (string?)stalled["status"] == "True")
            {
                progress.Report($"Box {name}: {(string?)ready?["reason"] ?? "stalled"}");
                progress.Done();
                return;
            }

            var step = $"Box {name}: {(string?)ready?["reason"] ?? "waiting for the operator"}";
            if (step != shown)
            {
                progress.Report(step);
                shown = step;
            }

            await Task.Delay(s_pause, environment.Time, cancellationToken);
        }
    }

    private static JsonNode? Condition(JsonObject box, string type) =>
        (box["status"]?["conditions"] as JsonArray ?? []).FirstOrDefault(condition => (string?)condition?["type"] == type);
}
