using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Protocol;
using Smartbox.Protocol.Control.V1;
using Smartbox.Sidecar.Backup;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Restore;
using Smartbox.Sidecar.Tests.Fakes;
using Smartbox.Sidecar.Volume;
using Smartbox.Store.ObjectStores;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Sidecar.Tests.Backup;

public sealed class BackupLoopTests : IAsyncLifetime
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly TestPod _pod = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private readonly FakeBoxStore _store;
    private readonly VolumeLayout _volume;
    private CancellationTokenSource _stopping = new();
    private BackupState _state = new(TestPod.Epoch);
    private BackupLoop? _loop;
    private Task _running = Task.CompletedTask;

    public BackupLoopTests()
    {
        _store = new FakeBoxStore(_time);
        _volume = new VolumeLayout(_pod.Volume);
    }

    public async Task InitializeAsync()
    {
        await new Restorer(SidecarOptions.Read(_pod.Variable), new RestoreOptions(), _store, _time, NullLogger<Restorer>.Instance).RunAsync(CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(_volume.State, "notes.md"), "something");
    }

    public async Task DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Eventually.BeAsync(() => _running.IsCompleted, _time, TimeSpan.FromSeconds(10), "the loop ends");
        _stopping.Dispose();
        _pod.Dispose();
    }

    [Fact]
    public async Task Loop_NewBox_MakesItsFirstSnapshotAtOnce()
    {
        Start();

        await SnapshotsAsync(1);

        var (id, snapshot) = _store.Snapshots.Single();
        snapshot.Tags.Should().Equal("epoch=7");
        var status = Status();
        status.State.Should().Be(BackupStatus.Types.State.Current);
        status.LastSnapshot.Id.Should().Be(id);
        status.FirstRecoverable.Should().Be(status.LastSnapshot.Time);
        Marker().LastSnapshot!.Id.Should().Be(id);
        Marker().Repository.Should().Be("repository-1");
    }

    [Fact]
    public async Task Loop_BoxAtRest_SendsNoRequestAndScansLessAndLessOften()
    {
        Start();
        await SnapshotsAsync(1);
        var requests = _store.Bucket.RequestCount;
        var scans = _store.Scans;

        await Eventually.PassAsync(_time, TimeSpan.FromMinutes(10), s_second);

        _store.Bucket.RequestCount.Should().Be(requests);
        (_store.Scans - scans).Should().BeInRange(5, 20);
    }

    [Fact]
    public async Task Loop_RestartedAtRest_SendsNoRequestAtAll()
    {
        Start();
        await SnapshotsAsync(1);
        await StopAsync();
        var requests = _store.Bucket.RequestCount;

        Start();
        await Eventually.PassAsync(_time, TimeSpan.FromMinutes(5), s_second);

        _store.Bucket.RequestCount.Should().Be(requests);
        Status().State.Should().Be(BackupStatus.Types.State.Current);
        Status().LastSnapshot.Id.Should().Be(_store.Snapshots.Single().Id);
    }

    [Fact]
    public async Task Loop_ChangeAfterARest_IsInTheBucketWithinAnIntervalAndFollowsItsParent()
    {
        Start();
        await SnapshotsAsync(1);
        await Eventually.PassAsync(_time, TimeSpan.FromMinutes(10), s_second);

        _store.IsDirty = true;
        var changed = _time.GetUtcNow();
        await SnapshotsAsync(2);

        (_time.GetUtcNow() - changed).Should().BeLessThan(TimeSpan.FromSeconds(75));
        _store.Snapshots[1].Snapshot.Parent.Should().Be(_store.Snapshots[0].Id);
    }

    [Fact]
    public async Task Loop_ChangesAllTheTime_MakesOneSnapshotPerInterval()
    {
        Start();
        await SnapshotsAsync(1);

        for (var i = 0; i < 300; i++)
        {
            _store.IsDirty = true;
            await Eventually.PassAsync(_time, s_second, s_second);
        }

        _store.Snapshots.Count.Should().BeInRange(4, 7, "five minutes passed");
    }

    [Fact]
    public async Task Status_WhileAChangeWaits_SaysSinceWhen()
    {
        Start();
        await SnapshotsAsync(1);
        var before = _time.GetUtcNow();
        await Eventually.PassAsync(_time, TimeSpan.FromSeconds(3), s_second);
        _store.IsDirty = true;

        await Eventually.BeAsync(() => Status().State == BackupStatus.Types.State.Pending, _time, s_second, "the change is seen");

        Status().OldestPendingChange.ToDateTimeOffset().Should().BeOnOrAfter(before).And.BeBefore(before.AddSeconds(5));
    }

    [Fact]
    public async Task Snapshot_FilesThatKeptChanging_StayPending()
    {
        _store.DirtyPaths = ["/state/log.jsonl"];
        _store.DuringSnapshot = () => _store.IsDirty = true;
        Start();

        await SnapshotsAsync(1);

        Status().State.Should().Be(BackupStatus.Types.State.Pending);
    }

    [Fact]
    public async Task SnapshotNow_NothingChanged_AnswersWithoutARequest()
    {
        Start();
        await SnapshotsAsync(1);
        var requests = _store.Bucket.RequestCount;

        await SnapshotNowAsync("manual");

        _store.Bucket.RequestCount.Should().Be(requests);
    }

    [Fact]
    public async Task SnapshotNow_ChangeThatWaits_IsMadeAtOnceWithItsReason()
    {
        Start();
        await SnapshotsAsync(1);
        _store.IsDirty = true;

        await SnapshotNowAsync("delete");

        _store.Snapshots[1].Snapshot.Tags.Should().Equal("epoch=7", "delete");
    }

    [Fact]
    public async Task SnapshotNow_DuringASnapshot_CoversWhatChangedBeforeTheCall()
    {
        var gate = new TaskCompletionSource();
        _store.Gate = gate.Task;
        Start();
        await Eventually.BeAsync(() => _store.Marks == 1, "the first snapshot runs");
        Status().State.Should().Be(BackupStatus.Types.State.Uploading);
        _store.IsDirty = true;

        var calls = Task.WhenAll(SnapshotNowAsync("manual"), SnapshotNowAsync("manual"), SnapshotNowAsync("stop"));
        var before = calls.IsCompleted;
        gate.SetResult();
        await calls.WaitAsync(TimeSpan.FromSeconds(20));

        before.Should().BeFalse();
        _store.Snapshots.Should().HaveCount(2, "the three calls share one");
        _store.Snapshots[1].Snapshot.Tags.Should().Equal("epoch=7", "manual", "stop");
    }

    [Fact]
    public async Task Loop_BucketFails_ShowsItAndRecovers()
    {
        Start();
        await SnapshotsAsync(1);
        _store.Bucket.Fault = (_, _) => MemoryObjectStore.Unavailable;
        _store.IsDirty = true;

        await Eventually.BeAsync(() => Status().ConsecutiveFailures >= 3, _time, s_second, "three tries failed");
        var failing = Status();
        _store.Bucket.Fault = (_, _) => null;
        await SnapshotsAsync(2);

        failing.State.Should().Be(BackupStatus.Types.State.Failing);
        failing.Error.Should().Contain("503");
        failing.OldestPendingChange.Should().NotBeNull();
        failing.LastSnapshot.Id.Should().Be(_store.Snapshots[0].Id);
        Status().State.Should().Be(BackupStatus.Types.State.Current);
        Status().ConsecutiveFailures.Should().Be(0);
        Status().Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Loop_BucketDoesNotAnswer_ShowsItAfterItsPatience()
    {
        _store.Bucket.Hangs = true;
        Start();

        await Eventually.BeAsync(() => Status().State == BackupStatus.Types.State.Failing, _time, s_second, "the try is given up");

        Status().Error.Should().Contain("did not answer for 60 s");
        _store.Bucket.Hangs = false;
        await SnapshotsAsync(1);
    }

    [Fact]
    public async Task Loop_BucketFailsForLong_TriesAtMostOnceAMinute()
    {
        _store.Bucket.Fault = (_, _) => MemoryObjectStore.Unavailable;
        Start();
        await Eventually.BeAsync(() => Status().ConsecutiveFailures >= 8, _time, s_second, "the backoff is at its end");
        var failures = Status().ConsecutiveFailures;

        await Eventually.PassAsync(_time, TimeSpan.FromMinutes(5), s_second);

        (Status().ConsecutiveFailures - failures).Should().BeInRange(3, 6);
    }

    [Fact]
    public async Task SnapshotNow_WhileTheBucketFails_AnswersWithTheError()
    {
        Start();
        await SnapshotsAsync(1);
        _store.Bucket.Fault = (_, _) => MemoryObjectStore.Unavailable;
        _store.IsDirty = true;

        await FluentActions.Awaiting(() => SnapshotNowAsync("manual")).Should().ThrowAsync<ObjectStoreException>();
    }

    [Fact]
    public async Task Loop_HigherEpochIsClaimed_CommitsNothingAndEnds()
    {
        Start();
        await SnapshotsAsync(1);
        _store.Bucket.Objects["epoch/8"] = "another pod"u8.ToArray();
        _store.IsDirty = true;

        await Eventually.BeAsync(() => _running.IsCompleted, _time, s_second, "the loop ends");

        (await FluentActions.Awaiting(() => _running).Should().ThrowAsync<SidecarException>()).Which.Reason.Should().Be(TerminationReasons.EpochSuperseded);
        _store.Snapshots.Should().HaveCount(1);
        await FluentActions.Awaiting(() => SnapshotNowAsync("manual")).Should().ThrowAsync<SidecarException>();
        _running = Task.CompletedTask;
    }

    [Fact]
    public async Task Loop_EpochWasNotClaimedAtTheStart_IsClaimedBeforeAnythingIsWritten()
    {
        _pod.Environment[Variables.Epoch] = "8";
        _store.Bucket.Requests.Clear();
        Start();

        await SnapshotsAsync(1);

        _store.Bucket.Requests.Take(4).Should().Equal("PUT epoch/8", "LIST epoch/", "PUT repo/config", "PUT repo/data/pack");
        Marker().Claim.Should().Be(new ClaimRecord(8, TestPod.PodUid));
    }

    [Fact]
    public async Task Loop_EpochWasNotClaimedAndIsTaken_WritesNothing()
    {
        _pod.Environment[Variables.Epoch] = "8";
        _store.Bucket.Objects["epoch/9"] = "another pod"u8.ToArray();
        Start();

        await Eventually.BeAsync(() => _running.IsCompleted, _time, s_second, "the loop ends");

        (await FluentActions.Awaiting(() => _running).Should().ThrowAsync<SidecarException>()).Which.Reason.Should().Be(TerminationReasons.EpochSuperseded);
        _store.Bucket.Objects.Keys.Should().NotContain(key => key.StartsWith("repo/"));
        _running = Task.CompletedTask;
    }

    [Fact]
    public async Task Loop_StateShrinksSuddenly_HoldsItsSnapshots()
    {
        Start();
        await SnapshotsAsync(1);
        _store.Files = 3;
        _store.IsDirty = true;

        await SnapshotsAsync(2);

        _store.Snapshots[1].Snapshot.Tags.Should().Contain("held");
        var status = Status();
        status.State.Should().Be(BackupStatus.Types.State.Held);
        status.Error.Should().Contain("from 100 to 3 files");
        status.LastSnapshot.Id.Should().Be(_store.Snapshots[0].Id);
        status.OldestPendingChange.Should().NotBeNull();
        await Eventually.PassAsync(_time, TimeSpan.FromMinutes(3), s_second);
        Status().State.Should().Be(BackupStatus.Types.State.Held, "a scan without changes accepts nothing");
    }

    [Fact]
    public async Task Loop_StateIsEmptied_HoldsItsSnapshotHoweverSmallItWas()
    {
        _store.Files = 3;
        _store.Bytes = 5;
        Start();
        await SnapshotsAsync(1);
        File.Delete(Path.Combine(_volume.State, "notes.md"));
        _store.Files = 2;
        _store.IsDirty = true;

        await SnapshotsAsync(2);

        _store.Snapshots[1].Snapshot.Tags.Should().Contain("held");
    }

    [Fact]
    public async Task Held_StateGrowsBack_IsCurrentAgain()
    {
        await HoldAsync();
        _store.Files = 90;
        _store.IsDirty = true;

        await SnapshotsAsync(3);

        _store.Snapshots[2].Snapshot.Tags.Should().NotContain("held");
        _store.Snapshots[2].Snapshot.Parent.Should().Be(_store.Snapshots[0].Id);
        Status().State.Should().Be(BackupStatus.Types.State.Current);
        Marker().HeldSince.Should().BeNull();
    }

    [Fact]
    public async Task Held_SnapshotAskedForByHand_IsAccepted()
    {
        await HoldAsync();
        await SnapshotNowAsync("stop");
        Status().State.Should().Be(BackupStatus.Types.State.Held);

        await SnapshotNowAsync("manual");

        _store.Snapshots[^1].Snapshot.Tags.Should().Equal("epoch=7", "manual");
        Status().State.Should().Be(BackupStatus.Types.State.Current);
        Status().LastSnapshot.Files.Should().Be(3);
    }

    [Fact]
    public async Task Held_ForADayAcrossARestart_IsAccepted()
    {
        await HoldAsync();
        await StopAsync();
        _time.Advance(TimeSpan.FromHours(23));
        Start();
        await Eventually.BeAsync(() => Status().State == BackupStatus.Types.State.Held, "the marker is read");
        _store.Snapshots.Should().HaveCount(2);

        _time.Advance(TimeSpan.FromHours(2));
        await SnapshotsAsync(3);

        _store.Snapshots[2].Snapshot.Tags.Should().NotContain("held");
        Status().State.Should().Be(BackupStatus.Types.State.Current);
    }

    [Fact]
    public async Task Stop_ChangesThatWait_AreInTheLastSnapshot()
    {
        Start();
        await SnapshotsAsync(1);
        _store.IsDirty = true;

        await StopAsync();

        _store.Snapshots[1].Snapshot.Tags.Should().Equal("epoch=7", "stop");
    }

    [Fact]
    public async Task Stop_NothingChanged_SendsNoRequest()
    {
        Start();
        await SnapshotsAsync(1);
        var requests = _store.Bucket.RequestCount;

        await StopAsync();

        _store.Bucket.RequestCount.Should().Be(requests);
    }

    [Fact]
    public async Task Stop_DuringASnapshot_FinishesItAndAddsWhatChangedMeanwhile()
    {
        var gate = new TaskCompletionSource();
        _store.Gate = gate.Task;
        Start();
        await Eventually.BeAsync(() => _store.Marks == 1, "the first snapshot runs");
        _store.IsDirty = true;

        await _stopping.CancelAsync();
        gate.SetResult();
        await StopAsync();

        _store.Snapshots.Should().HaveCount(2);
    }

    [Fact]
    public async Task Stop_BucketFailsForAMoment_IsTriedAgain()
    {
        Start();
        await SnapshotsAsync(1);
        _store.IsDirty = true;
        var faults = 4;
        _store.Bucket.Fault = (_, _) => faults-- > 0 ? MemoryObjectStore.Unavailable : null;

        await _stopping.CancelAsync();
        await Eventually.BeAsync(() => _running.IsCompleted, _time, s_second, "the loop ends");

        await _running;
        _store.Snapshots.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_BucketIsDown_GivesUpAfterItsPatienceAndSaysSo(bool hangs)
    {
        Start();
        await SnapshotsAsync(1);
        _store.IsDirty = true;
        _store.Bucket.Hangs = hangs;
        _store.Bucket.Fault = (_, _) => MemoryObjectStore.Unavailable;
        var began = _time.GetUtcNow();

        await _stopping.CancelAsync();
        await Eventually.BeAsync(() => _running.IsCompleted, _time, s_second, "the loop ends");

        var thrown = (await FluentActions.Awaiting(() => _running).Should().ThrowAsync<SidecarException>()).Which;
        thrown.Reason.Should().Be(TerminationReasons.StoreUnavailable);
        thrown.Message.Should().Contain("stay on the volume");
        (_time.GetUtcNow() - began).Should().BeGreaterThan(TimeSpan.FromSeconds(75)).And.BeLessThan(TimeSpan.FromSeconds(100));
        _running = Task.CompletedTask;
    }

    [Fact]
    public async Task Start_VolumeWithoutABox_IsRefused()
    {
        Directory.Delete(_volume.Box, recursive: true);

        FluentActions.Invoking(Start).Should().Throw<SidecarException>().WithMessage("*restore*");
        await Task.CompletedTask;
    }

    private void Start()
    {
        if (_stopping.IsCancellationRequested)
        {
            _stopping.Dispose();
            _stopping = new CancellationTokenSource();
        }

        var options = SidecarOptions.Read(_pod.Variable);
        var snapshotter = new Snapshotter(options, _store, _time, NullLogger<Snapshotter>.Instance);
        _state = new BackupState(options.Epoch);
        _loop = new BackupLoop(BackupOptions.Read(_pod.Variable), snapshotter, _state, _time, NullLogger<BackupLoop>.Instance);
        _running = Task.Run(() => _loop.RunAsync(_stopping.Token));
    }

    private async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private async Task HoldAsync()
    {
        Start();
        await SnapshotsAsync(1);
        _store.Files = 3;
        _store.IsDirty = true;
        await SnapshotsAsync(2);
        Status().State.Should().Be(BackupStatus.Types.State.Held);
    }

    /// <summary>The clock runs until the snapshots are there and the status has them.</summary>
    private Task SnapshotsAsync(int count) => Eventually.BeAsync(
        () => _store.Snapshots.Count >= count && Status().State is not (BackupStatus.Types.State.Uploading or BackupStatus.Types.State.Unspecified or BackupStatus.Types.State.Failing),
        _time,
        s_second,
        $"there are {count} snapshots");

    private Task SnapshotNowAsync(string reason) => _loop!.SnapshotNowAsync(reason, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));

    private BackupStatus Status() => _state.ToStatus(_store.Bucket.RequestCount);

    private Marker Marker() => MarkerFile.Read(_volume.Marker)!;
}
