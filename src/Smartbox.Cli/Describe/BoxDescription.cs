using System.Globalization;
using System.Text.Json.Nodes;
using k8s;
using Smartbox.Api;
using Smartbox.Api.Resources;

namespace Smartbox.Cli.Describe;

/// <summary>A box, as its owner or whoever looks after it wants to know it.</summary>
internal static class BoxDescription
{
    public static void Write(DescriptionPage page, JsonObject content)
    {
        var box = KubernetesJson.Deserialize<SmartboxResource>(content.ToJsonString());
        var status = content["status"];
        page.Fact("Box", $"{box.Metadata.Name} in namespace {box.Metadata.NamespaceProperty}");
        page.Fact("Owner", box.Spec.Owner);
        page.Fact("State", State(box));
        page.Fact("Type", box.Spec.Type ?? Names.DefaultType);
        page.Fact("Tier", Tier(box));
        page.Fact("Power", (box.Spec.Power?.Mode ?? PowerMode.AlwaysOn).ToString());
        page.Fact("Created", page.Ago(content["metadata"]?["creationTimestamp"]));
        Metadata.WriteMaps(page, content["metadata"]);
        page.Fact("Pod", Pod(page, box, status?["pod"]));
        page.Fact("Last end", LastEnd(page, status?["lastTermination"]));
        page.Fact("Backup", Backup(page, box.Status?.Backup, status?["backup"]));
        page.Section("Settings", Settings(content["spec"]));
        page.Conditions(status?["conditions"]);
    }

    private static string State(SmartboxResource box)
    {
        var ready = box.Status?.Conditions?.FirstOrDefault(condition => condition.Type == ConditionTypes.Ready);
        return ready is null ? "not yet looked at by the operator"
            : $"{(ready.Status == "True" ? "ready" : "not ready")}, {ready.Reason}" + (string.IsNullOrEmpty(ready.Message) ? "" : $": {ready.Message}");
    }

    private static string Tier(SmartboxResource box)
    {
        var wanted = box.Spec.Tier ?? Names.DefaultTier;
        return box.Status?.Tier is { Length: > 0 } running && running != wanted ? $"{wanted} (runs with {running} until its next start)" : wanted;
    }

    private static string? Pod(DescriptionPage page, SmartboxResource box, JsonNode? pod) => pod is null ? null
        : $"{(string?)pod["name"]} on {(string?)pod["node"] ?? "no node yet"}, started {page.Ago(pod["startedAt"]) ?? "not yet"}, "
            + $"start {box.Status?.Epoch ?? 0}, {box.Status?.Restarts ?? 0} restarts after failures\n{(string?)pod["image"]}";

    private static string? LastEnd(DescriptionPage page, JsonNode? end) => end is null ? null
        : $"{(string?)end["reason"]}, exit status {(int?)end["exitCode"]}, {page.Ago(end["time"])}" + ((string?)end["message"] is { Length: > 0 } message ? $": {message}" : "");

    private static string? Backup(DescriptionPage page, BackupStatus? backup, JsonNode? status) => backup is null ? null
        : backup.State + (backup.LastSnapshot is { } last
            ? $", last snapshot {page.Ago(status?["lastSnapshot"]?["time"])}: {last.Files} files, {Size(last.Bytes ?? 0)} ({last.Id?[..Math.Min(8, last.Id.Length)]})"
            : ", no snapshot yet")
        + (backup.FirstRecoverable is null ? "" : $"\nrecoverable since {page.Ago(status?["firstRecoverable"])}");

    // What the facts above do not tell.
    private static JsonObject Settings(JsonNode? spec)
    {
        var settings = (JsonObject?)spec?.DeepClone() ?? [];
        foreach (var told in new[] { "owner", "type", "tier", "power" })
        {
            settings.Remove(told);
        }

        return settings;
    }

    private static string Size(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var unit = bytes < 1024 ? 0 : Math.Min((int)Math.Log(bytes, 1024), units.Length - 1);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / Math.Pow(1024, unit):0.#} {units[unit]}");
    }
}
