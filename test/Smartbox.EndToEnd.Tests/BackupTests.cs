using System.Text.Json;
using Smartbox.EndToEnd.Tests.Cluster;

namespace Smartbox.EndToEnd.Tests;

/// <summary>Point 5: plain restic opens what a box left in the bucket.</summary>
public sealed class BackupTests
{
    [SkippableFact]
    public async Task Repository_OpenedByPlainRestic_IsCleanAndRestoresTheSameTree()
    {
        var smartbox = await Installation.RequireAsync();
        var restic = await Backups.RequireResticAsync();
        var ns = await smartbox.NamespaceAsync("restic");
        await smartbox.CreateBoxAsync(ns, "alice", "alice@example.com");
        await smartbox.WaitReadyAsync(ns, "alice");
        await smartbox.ChatAsync(ns, "alice", "remember that my cat is called Miso");
        // A stopped box changes no more: what its volume holds is what the last snapshot must hold.
        await smartbox.Cluster.KubectlAsync("patch", "smartbox", "alice", "-n", ns, "--type=merge", "-p", """{"spec":{"power":{"mode":"Off"}}}""");
        await PodGoneAsync(smartbox, ns);
        var environment = await Backups.ResticEnvironmentAsync(smartbox, ns, "alice");
        var target = Directory.CreateTempSubdirectory("smartbox-restic-").FullName;

        var check = await Backups.CheckAsync(restic, environment);
        var restore = await Shell.RunAsync(restic, ["restore", "latest", "--target", target], environment: environment);

        check.ExitCode.Should().Be(0, check.Output + check.Error);
        check.Output.Should().Contain("no errors were found");
        restore.ExitCode.Should().Be(0, restore.Output + restore.Error);
        var ours = await ListVolumeAsync(smartbox, ns);
        var theirs = await ListFolderAsync(target);
        ours.Should().Contain("state/companion.db sqlite").And.Contain("relay/sessions/main.log file");
        theirs.Should().Be(ours);
    }

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
}
