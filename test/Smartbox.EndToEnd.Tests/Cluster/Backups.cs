namespace Smartbox.EndToEnd.Tests.Cluster;

/// <summary>Looks at a box's backup from outside.</summary>
internal static class Backups
{
    public static async Task<string> RequireResticAsync()
    {
        var restic = Environment.GetEnvironmentVariable("SMARTBOX_RESTIC") is { Length: > 0 } path ? path : "restic";
        Skip.IfNot(await Shell.HasAsync(restic), "Skipped: restic is neither named by SMARTBOX_RESTIC nor on PATH.");
        return restic;
    }

    public static async Task<Dictionary<string, string>> ResticEnvironmentAsync(Installation smartbox, string ns, string name)
    {
        var uid = await smartbox.Cluster.FieldAsync(ns, "smartbox", name, "{.metadata.uid}");
        var password = await smartbox.Cluster.FieldAsync(ns, "secret", $"{name}-keys", "{.data.password}");
        return new Dictionary<string, string>
        {
            ["RESTIC_REPOSITORY"] = $"s3:{smartbox.S3.Endpoint}/{smartbox.S3.Bucket}/boxes/{uid}/repo",
            ["RESTIC_PASSWORD"] = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(password!)),
            ["AWS_ACCESS_KEY_ID"] = smartbox.S3.Key,
            ["AWS_SECRET_ACCESS_KEY"] = smartbox.S3.Secret,
            ["AWS_DEFAULT_REGION"] = smartbox.S3.Region,
            ["RESTIC_CACHE_DIR"] = Directory.CreateTempSubdirectory("smartbox-restic-cache-").FullName,
        };
    }

    /// <summary>restic's verdict on every byte of a repository. Its lock is exclusive: while the box takes a snapshot it is asked again.</summary>
    public static async Task<ShellResult> CheckAsync(string restic, IReadOnlyDictionary<string, string> environment)
    {
        ShellResult check = null!;
        await Eventually.HoldsAsync("the end of a snapshot", TimeSpan.FromMinutes(1), async () =>
        {
            check = await Shell.RunAsync(restic, ["check", "--read-data"], environment: environment);
            return check.Error.Contains("repository is already locked", StringComparison.Ordinal) ? check.Error : null;
        });
        return check;
    }

    public static Task<TimeSpan> AwaitBackupAsync(Installation smartbox, string ns, string status, TimeSpan timeout) =>
        Eventually.HoldsAsync($"BackupCurrent={status}", timeout, async () =>
        {
            var seen = await smartbox.Cluster.FieldAsync(
                ns, "smartbox", "alice", """{.status.conditions[?(@.type=="BackupCurrent")].status}/{.status.conditions[?(@.type=="BackupCurrent")].reason}""");
            return seen!.StartsWith(status + "/", StringComparison.Ordinal) ? null : seen;
        });

    public static Task<string?> LastSnapshotAsync(Installation smartbox, string ns) =>
        smartbox.Cluster.FieldAsync(ns, "smartbox", "alice", "{.status.backup.lastSnapshot.id}");
}
