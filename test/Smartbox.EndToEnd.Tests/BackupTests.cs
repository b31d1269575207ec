using System.Text.Json;
using Smartbox.EndToEnd.Tests.Cluster;

namespace Smartbox.EndToEnd.Tests;

/// <summary>Point 5, and the failures that a backup must survive.</summary>
public sealed class BackupTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [SkippableFact]
    public async Task Repository_OpenedByPlainRestic_IsCleanAndRestoresTheSameTree()
    {
        var smartbox = await Installation.RequireAsync();
        var restic = await RequireResticAsync();
        var ns = await smartbox.NamespaceAsync("restic");
        await smartbox.CreateBoxAsync(ns, "alice", "alice@example.com");
        await smartbox.WaitReadyAsync(ns, "alice");
        await smartbox.ChatAsync(ns, "alice", "remember that my cat is called Miso");
        // A stopped box changes no more: what its volume holds is what the last snapshot must hold.
        await smartbox.Cluster.KubectlAsync("patch", "smartbox", "alice", "-n", ns, "--type=merge", "-p", """{"spec":{"power":{"mode":"Off"}}}""");
        await PodGoneAsync(smartbox, ns);
        var environment = await ResticEnvironmentAsync(smartbox, ns, "alice");
        var target = Directory.CreateTempSubdirectory("smartbox-restic-").FullName;

        var check = await Shell.RunAsync(restic, ["check", "--read-data"], environment: environment);
        var restore = await Shell.RunAsync(restic, ["restore", "latest", "--target", target], environment: environment);

        check.ExitCode.Should().Be(0, check.Output + check.Error);
        check.Output.Should().Contain("no errors were found");
        restore.ExitCode.Should().Be(0, restore.Output + restore.Error);
        var ours = await ListVolumeAsync(smartbox, ns);
        var theirs = await ListFolderAsync(target);
        theirs.Should().Be(ours);
    }

    [SkippableFact]
    public async Task Box_BucketAnswers503ForAMinute_KeepsRunningSaysSoAndCatchesUp()
    {
        var smartbox = await Installation.RequireAsync();
        await using var proxy = await S3Proxy.StartAsync(smartbox.S3);
        var ns = await smartbox.NamespaceAsync("outage");
        await smartbox.CreateStoreAsync(ns, proxy.Endpoint);
        await smartbox.CreateBoxAsync(ns, "alice", "alice@example.com", store: ns);
        await smartbox.WaitReadyAsync(ns, "alice");
        await AwaitBackupAsync(smartbox, ns, "True", s_minute);

        proxy.Unavailable(_ => true);
        await smartbox.ChatAsync(ns, "alice", "remember that my cat is called Miso");
        await AwaitBackupAsync(smartbox, ns, "False", TimeSpan.FromMinutes(3));
        var readyDuring = await smartbox.Cluster.FieldAsync(ns, "smartbox", "alice", """{.status.conditions[?(@.type=="Ready")].status}""");
        var snapshotBefore = await LastSnapshotAsync(smartbox, ns);
        await Task.Delay(s_minute, TimeProvider.System);
        proxy.Available();
        await AwaitBackupAsync(smartbox, ns, "True", TimeSpan.FromMinutes(3));

        readyDuring.Should().Be("True", "a bucket that is away is no reason against talking");
        (await LastSnapshotAsync(smartbox, ns)).Should().NotBe(snapshotBefore);
    }

    [SkippableFact]
    public async Task Box_KilledDuringASnapshotUpload_RemembersAndTheRepositoryIsClean()
    {
        var smartbox = await Installation.RequireAsync();
        var restic = await RequireResticAsync();
        await using var proxy = await S3Proxy.StartAsync(smartbox.S3);
        var ns = await smartbox.NamespaceAsync("killed-upload");
        await smartbox.CreateStoreAsync(ns, proxy.Endpoint);
        await smartbox.CreateBoxAsync(ns, "alice", "alice@example.com", store: ns);
        await smartbox.WaitReadyAsync(ns, "alice");
        await AwaitBackupAsync(smartbox, ns, "True", s_minute);

        var uploading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.Hold(request =>
        {
            if (request.Method != "PUT" || !request.Path.Value!.Contains("/data/", StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            uploading.TrySetResult();
            return killed.Task;
        });
        await smartbox.ChatAsync(ns, "alice", "remember that my cat is called Miso");
        await uploading.Task.WaitAsync(TimeSpan.FromMinutes(2));
        var pod = await smartbox.Cluster.FieldAsync(ns, "pod", "alice", "{.metadata.uid}");
        await smartbox.Cluster.KubectlAsync("delete", "pod", "alice", "-n", ns, "--force", "--grace-period=0");
        proxy.Hold(null);
        killed.SetResult();
        await Eventually.HoldsAsync("another pod", s_minute, async () =>
            await smartbox.Cluster.FieldAsync(ns, "pod", "alice", "{.metadata.uid}") is { } uid && uid != pod ? null : "the old one");
        await smartbox.WaitReadyAsync(ns, "alice");

        (await smartbox.ChatAsync(ns, "alice", "what is my cat called?")).Should().Contain("Miso");
        await AwaitBackupAsync(smartbox, ns, "True", TimeSpan.FromMinutes(3));
        var check = await Shell.RunAsync(restic, ["check", "--read-data"], environment: await ResticEnvironmentAsync(smartbox, ns, "alice"));
        check.ExitCode.Should().Be(0, check.Output + check.Error);
    }

    [SkippableFact]
    public async Task Box_Idle_WritesNothingToTheApiServerAndAsksTheBucketNothingForFiveMinutes()
    {
        var smartbox = await Installation.RequireAsync();
        await using var proxy = await S3Proxy.StartAsync(smartbox.S3);
        var ns = await smartbox.NamespaceAsync("idle");
        await smartbox.CreateStoreAsync(ns, proxy.Endpoint);
        await smartbox.CreateBoxAsync(ns, "alice", "alice@example.com", store: ns);
        await smartbox.WaitReadyAsync(ns, "alice");
        await smartbox.ChatAsync(ns, "alice", "hello");
        await AwaitBackupAsync(smartbox, ns, "True", s_minute);
        // What follows from the start itself, such as the first poll after the last snapshot, has its time.
        await Task.Delay(TimeSpan.FromSeconds(45), TimeProvider.System);
        var uid = await smartbox.Cluster.FieldAsync(ns, "smartbox", "alice", "{.metadata.uid}");
        var requestsBefore = proxy.Requests(uid!).Count;
        var versionsBefore = await VersionsAsync(smartbox, ns);

        await Task.Delay(TimeSpan.FromMinutes(5), TimeProvider.System);

        proxy.Requests(uid!).Skip(requestsBefore).Should().BeEmpty();
        (await VersionsAsync(smartbox, ns)).Should().Be(versionsBefore);
    }

    private static async Task<string> RequireResticAsync()
    {
        var restic = Environment.GetEnvironmentVariable("SMARTBOX_RESTIC") is { Length: > 0 } path ? path : "restic";
        Skip.IfNot(await Shell.HasAsync(restic), "Skipped: restic is neither named by SMARTBOX_RESTIC nor on PATH.");
        return restic;
    }

    private static async Task<Dictionary<string, string>> ResticEnvironmentAsync(Installation smartbox, string ns, string name)
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

    private static Task<TimeSpan> AwaitBackupAsync(Installation smartbox, string ns, string status, TimeSpan timeout) =>
        Eventually.HoldsAsync($"BackupCurrent={status}", timeout, async () =>
        {
            var seen = await smartbox.Cluster.FieldAsync(
                ns, "smartbox", "alice", """{.status.conditions[?(@.type=="BackupCurrent")].status}/{.status.conditions[?(@.type=="BackupCurrent")].reason}""");
            return seen!.StartsWith(status + "/", StringComparison.Ordinal) ? null : seen;
        });

    private static Task<string?> LastSnapshotAsync(Installation smartbox, string ns) =>
        smartbox.Cluster.FieldAsync(ns, "smartbox", "alice", "{.status.backup.lastSnapshot.id}");

    private static Task<TimeSpan> PodGoneAsync(Installation smartbox, string ns) =>
        Eventually.HoldsAsync("the pod's end", TimeSpan.FromSeconds(90), async () =>
            await smartbox.Cluster.FieldAsync(ns, "pod", "alice", "{.metadata.uid}") is { } uid ? $"pod {uid}" : null);

    /// <summary>Type, mode, size, time and SHA-256 of everything on the box's volume, read by a pod of the test's own.</summary>
    private static async Task<string> ListVolumeAsync(Installation smartbox, string ns)
    {
        await smartbox.Cluster.ApplyAsync($$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: reader}
            spec:
              restartPolicy: Never
              securityContext: {runAsUser: 10001, runAsGroup: 10001}
              containers:
              - name: reader
                image: {{SmartboxTools.Image}}
                command: [bash, -c, {{JsonSerializer.Serialize("cd /volume/box && " + ListScript)}}]
                volumeMounts: [{name: state, mountPath: /volume, readOnly: true}]
              volumes: [{name: state, persistentVolumeClaim: {claimName: alice-state} }]
            """, ns);
        await Eventually.HoldsAsync("the reader's end", TimeSpan.FromMinutes(1), async () =>
            await smartbox.Cluster.FieldAsync(ns, "pod", "reader", "{.status.phase}") is "Succeeded" ? null : "running");
        return await smartbox.Cluster.KubectlAsync("logs", "reader", "-n", ns);
    }

    private static async Task<string> ListFolderAsync(string folder) =>
        (await Shell.RunAsync("bash", ["-c", $"cd '{folder}' && {ListScript}"])).OrThrow();

    // SQLite databases are captured by their contents, not as the bytes of file and log: they are compared as dumps.
    private const string ListScript = """
        find state relay | LC_ALL=C sort | while IFS= read -r f; do
          case $f in *-wal|*-shm|*-journal) continue;; esac
          if [ -L "$f" ]; then echo "$f link $(readlink "$f")";
          elif [ -d "$f" ]; then echo "$f dir $(stat -c %a "$f")";
          elif head -c 15 "$f" | grep -q 'SQLite format 3'; then cp "$f"* /tmp/ 2>/dev/null; echo "$f sqlite $(stat -c %a "$f") $(sqlite3 "/tmp/$(basename "$f")" .dump | sha256sum)"; rm -f /tmp/"$(basename "$f")"*;
          else echo "$f file $(stat -c '%a %s %y' "$f") $(sha256sum <"$f")"; fi
        done
        """;

    /// <summary>Kind, name and resourceVersion of every object of the namespace: any write changes it.</summary>
    private static async Task<string> VersionsAsync(Installation smartbox, string ns) => await smartbox.Cluster.KubectlAsync(
        "get", "smartboxes,pods,persistentvolumeclaims,secrets,configmaps,networkpolicies,events.v1.events.k8s.io,leases", "-n", ns,
        "-o", """jsonpath={range .items[*]}{.kind}/{.metadata.name}@{.metadata.resourceVersion}{"\n"}{end}""");
}
