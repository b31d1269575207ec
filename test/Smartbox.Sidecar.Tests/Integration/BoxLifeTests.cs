using Smartbox.Protocol;
using Smartbox.Sidecar.Tests.Fakes;
using Smartbox.Sidecar.Volume;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Sidecar.Tests.Integration;

/// <summary>It never forgets: pods and volumes go, and the state is there again.</summary>
public sealed class BoxLifeTests : IDisposable
{
    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Box_LosesItsVolume_HasItsStateAgainByteForByte()
    {
        (await _box.RestoreAsync()).Should().Be(0);
        await _box.FillAsync();
        var before = await _box.DescribeAsync();
        (await _box.BackupAsync(marker => marker.LastSnapshot is not null)).Should().Be(0);
        _box.LoseVolume();
        _box.NextPod();

        (await _box.RestoreAsync()).Should().Be(0);

        (await _box.DescribeAsync()).Should().Be(before);
        _box.Marker!.Origin.Should().Be(Marker.Restored);
        _box.Pod.Termination().Should().BeNull();
    }

    [Fact]
    public async Task Box_StoppedRightAfterItsStart_HasItsChangesInTheBucket()
    {
        await _box.RestoreAsync();
        await _box.FillAsync();
        var before = await _box.DescribeAsync();

        (await _box.BackupAsync(_ => true)).Should().Be(0);

        _box.LoseVolume();
        _box.NextPod();
        await _box.RestoreAsync();
        (await _box.DescribeAsync()).Should().Be(before);
    }

    [Fact]
    public async Task Box_PodIsReplacedOnItsVolume_GoesOnFromTheSameLineage()
    {
        await _box.RestoreAsync();
        await _box.FillAsync();
        await _box.BackupAsync(marker => marker.LastSnapshot is not null);
        var first = _box.Marker!.LastSnapshot!;
        _box.NextPod();
        await _box.RestoreAsync();
        await File.WriteAllTextAsync(Path.Combine(_box.Volume.State, "notes.md"), "more");

        (await _box.BackupAsync(marker => marker.LastSnapshot!.Id != first.Id)).Should().Be(0);

        var snapshots = await SnapshotsAsync();
        snapshots.Should().ContainSingle(s => s.Snapshot.Parent == first.Id && s.Snapshot.Tags.Contains("epoch=8"));
        _box.Marker!.LastSnapshot!.AddedBytes.Should().BeLessThan(100_000, "what is in the bucket is not sent again");
    }

    [Fact]
    public async Task Box_OlderPodStillRuns_WritesNothingAnyMore()
    {
        await _box.RestoreAsync();
        await _box.FillAsync();
        await _box.BackupAsync(marker => marker.LastSnapshot is not null);
        var snapshots = (await SnapshotsAsync()).Count;
        await File.WriteAllTextAsync(Path.Combine(_box.Volume.State, "notes.md"), "from a pod that nobody knows any more");
        await File.WriteAllTextAsync(Path.Combine(_box.Pod.Bucket, "boxes", TestPod.BoxUid, "epoch", "8"), "the next pod");

        (await _box.BackupAsync(_ => false)).Should().Be(1);

        _box.Pod.Termination()!.Reason.Should().Be(TerminationReasons.EpochSuperseded);
        (await SnapshotsAsync()).Should().HaveCount(snapshots);
    }

    [Fact]
    public async Task Box_BucketIsGone_DoesNotStartEmptyAndSaysWhy()
    {
        Directory.Delete(_box.Pod.Bucket);

        (await _box.RestoreAsync()).Should().Be(1);

        _box.Pod.Termination()!.Reason.Should().Be(TerminationReasons.StoreUnavailable);
        _box.Pod.Termination()!.Message.Should().Contain(_box.Pod.Bucket);
        Directory.Exists(_box.Volume.Box).Should().BeFalse();
        Directory.CreateDirectory(_box.Pod.Bucket);
    }

    [Fact]
    public async Task Box_WithoutAStore_DoesNotStart()
    {
        _box.Pod.Environment.Remove(Variables.StoreFolder);

        (await _box.RestoreAsync()).Should().Be(1);

        _box.Pod.Termination()!.Reason.Should().Be(TerminationReasons.InvalidConfiguration);
        _box.Pod.Termination()!.Message.Should().Contain("has no store");
    }

    [Fact]
    public async Task Box_KeysOfAnotherBox_DoNotOpenItsRepository()
    {
        await _box.RestoreAsync();
        await _box.BackupAsync(marker => marker.LastSnapshot is not null);
        _box.LoseVolume();
        _box.NextPod();
        await File.WriteAllTextAsync(Path.Combine(_box.Pod.Keys, PodContract.PasswordKey), "another");

        (await _box.RestoreAsync()).Should().Be(1);

        _box.Pod.Termination()!.Reason.Should().Be(TerminationReasons.RestoreFailed);
        _box.Pod.Termination()!.Message.Should().Contain("password");
    }

    [Fact]
    public async Task Box_OneByteOfItsBackupFlipped_DoesNotStartAndNamesThePath()
    {
        await _box.RestoreAsync();
        await _box.FillAsync();
        await _box.BackupAsync(marker => marker.LastSnapshot is not null);
        _box.LoseVolume();
        _box.NextPod();
        var pack = new DirectoryInfo(Path.Combine(_box.Repository, "data")).EnumerateFiles("*", SearchOption.AllDirectories).MaxBy(f => f.Length)!;
        using (var file = pack.Open(FileMode.Open))
        {
            file.Position = pack.Length / 2;
            var flipped = (byte)(file.ReadByte() ^ 1);
            file.Position = pack.Length / 2;
            file.WriteByte(flipped);
        }

        (await _box.RestoreAsync()).Should().Be(1);

        _box.Pod.Termination()!.Reason.Should().Be(TerminationReasons.RestoreFailed);
        _box.Pod.Termination()!.Message.Should().Contain("media.bin");
        Directory.Exists(_box.Volume.Box).Should().BeFalse();
    }

    [SkippableFact]
    public async Task Repository_ReadByRestic_IsCleanAndHoldsTheSameTree()
    {
        var restic = Environment.GetEnvironmentVariable("SMARTBOX_RESTIC") is { Length: > 0 } named ? named : "restic";
        Skip.IfNot(await IsRunnableAsync(restic), "restic is not installed");
        await _box.RestoreAsync();
        await _box.FillAsync();
        var before = await _box.DescribeAsync();
        await _box.BackupAsync(marker => marker.LastSnapshot is not null);
        var target = Path.Combine(_box.Pod.Volume, "restic");
        (string, string)[] environment =
        [
            ("RESTIC_REPOSITORY", _box.Repository), ("RESTIC_PASSWORD_FILE", Path.Combine(_box.Pod.Keys, PodContract.PasswordKey)),
            ("RESTIC_CACHE_DIR", Path.Combine(_box.Pod.Volume, "restic-cache")),
        ];

        var check = await Shell.RunAsync($"{restic} check --read-data", environment);
        await Shell.RunAsync($"{restic} restore latest --target '{target}'", environment);

        check.Should().Contain("no errors were found");
        (await Shell.DescribeAsync(Path.Combine(target, "state")) + await Shell.DescribeAsync(Path.Combine(target, "relay"))).Should().Be(before);
    }

    private static async Task<bool> IsRunnableAsync(string program)
    {
        try
        {
            await Shell.RunAsync($"command -v {program}");
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private async Task<IReadOnlyList<(string Id, Store.Repositories.SnapshotDocument Snapshot)>> SnapshotsAsync()
    {
        var repository = await _box.OpenStore(store => store).OpenAsync(CancellationToken.None);
        return await repository!.ListSnapshotsAsync(CancellationToken.None);
    }
}
