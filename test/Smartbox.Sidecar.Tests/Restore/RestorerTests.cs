using Microsoft.Extensions.Time.Testing;
using Smartbox.Protocol;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Restore;
using Smartbox.Sidecar.Tests.Fakes;
using Smartbox.Sidecar.Volume;
using Smartbox.Store.ObjectStores;
using Smartbox.Store.Repositories;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Sidecar.Tests.Restore;

public sealed class RestorerTests : IDisposable
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private readonly TestPod _pod = new();
    private readonly FakeTimeProvider _time = new(s_now);
    private readonly LineLogger<Restorer> _logger = new();
    private readonly FakeBoxStore _store;
    private readonly VolumeLayout _volume;

    public RestorerTests()
    {
        _store = new FakeBoxStore(_time);
        _volume = new VolumeLayout(_pod.Volume);
    }

    public void Dispose() => _pod.Dispose();

    [Fact]
    public async Task Run_NoRepositoryAndNoneExpected_StartsEmptyUnderItsEpoch()
    {
        await RunAsync();

        Directory.EnumerateFileSystemEntries(_volume.State).Should().BeEmpty();
        Directory.Exists(_volume.Relay).Should().BeTrue();
        new DirectoryInfo(_volume.State).UnixFileMode.Should().Be(VolumeLayout.FolderMode);
        new DirectoryInfo(_volume.Box).UnixFileMode.Should().Be(VolumeLayout.FolderMode);
        Marker().Should().BeEquivalentTo(new Marker
        {
            Version = 1,
            Box = TestPod.BoxUid,
            Origin = "new",
            Created = s_now,
            Claim = new ClaimRecord(TestPod.Epoch, TestPod.PodUid),
        });
        Claimant().Should().Be(TestPod.PodUid);
    }

    [Fact]
    public async Task Run_NewBoxAndBucketWithoutAGuarantee_StartsAndSaysWhatIsMissing()
    {
        _store.Probe = () => ["It overwrites an object although If-None-Match forbids it."];

        await RunAsync();

        _logger.Lines.Should().Contain(line => line.StartsWith("Warning: ", StringComparison.Ordinal) && line.Contains("If-None-Match", StringComparison.Ordinal));
        Directory.Exists(_volume.Box).Should().BeTrue();
    }

    [Fact]
    public async Task Run_NewBoxAndProbeRefused_Starts()
    {
        _store.Probe = () => throw new ObjectStoreException(ObjectStoreError.AccessDenied, "Deleting is not allowed.");

        await RunAsync();

        _logger.Lines.Should().Contain(line => line.Contains("Deleting is not allowed.", StringComparison.Ordinal));
        Directory.Exists(_volume.Box).Should().BeTrue();
    }

    [Fact]
    public async Task Run_BoxThatStartedBefore_IsNotProbedAgain()
    {
        await RunAsync();

        await RunAsync();

        _store.Probes.Should().Be(1);
    }

    [Fact]
    public async Task Run_NoRepositoryButStateExpected_RefusesToStartEmpty()
    {
        _pod.Environment[Variables.ExpectState] = "true";

        await ShouldRefuseAsync(TerminationReasons.StateMissing);

        Directory.Exists(_volume.Box).Should().BeFalse();
    }

    [Fact]
    public async Task Run_RepositoryWithoutSnapshots_StartsEmptyOnlyWhenNoStateIsExpected()
    {
        _store.RepositoryId = "repository-1";
        _pod.Environment[Variables.ExpectState] = "true";
        await ShouldRefuseAsync(TerminationReasons.StateMissing);
        _pod.Environment[Variables.ExpectState] = "false";

        await RunAsync();

        Marker()!.Repository.Should().Be("repository-1");
    }

    [Fact]
    public async Task Run_SnapshotsInTheBucket_RestoresTheNewestByEpochThenTime()
    {
        _store.Add("old-clock-ahead", s_now.AddHours(5), "epoch=5");
        _store.Add("newest", s_now.AddHours(-1), "epoch=6");
        _store.Add("same-epoch-older", s_now.AddHours(-2), "epoch=6");
        _store.Add("held", s_now, "epoch=6", "held");
        _store.Add("of-somebody-else", s_now);

        await RunAsync();

        Notes().Should().Be("newest");
        Directory.Exists(_volume.Relay).Should().BeTrue("a snapshot without the folder still gives a complete box");
        Directory.Exists(_volume.Staging).Should().BeFalse();
        Marker().Should().BeEquivalentTo(new Marker
        {
            Version = 1,
            Box = TestPod.BoxUid,
            Origin = "restored",
            Created = s_now,
            Repository = "repository-1",
            Claim = new ClaimRecord(TestPod.Epoch, TestPod.PodUid),
            LastSnapshot = new SnapshotRecord("newest", s_now.AddHours(-1), 2, 10, 0, false),
            FirstRecoverable = s_now.AddHours(-2),
        });
    }

    [Fact]
    public async Task Run_EverySnapshotIsHeld_RefusesAndSaysHowToChoose()
    {
        _store.Add("held", s_now, "epoch=6", "held");

        (await ShouldRefuseAsync(TerminationReasons.RestoreFailed)).Should().Contain("restic tag --remove held");
    }

    [Fact]
    public async Task Run_SnapshotIsDamaged_RefusesWithThePathsAndOffersThePreviousOne()
    {
        _store.Add("previous", s_now.AddHours(-1), "epoch=6");
        _store.Add("newest", s_now, "epoch=6");
        _store.RestoreFault = new RepositoryException("Damaged: /state/memory.db.");

        var message = await ShouldRefuseAsync(TerminationReasons.RestoreFailed);

        message.Should().ContainAll("newest", "/state/memory.db", "previous", "restic tag --add held newest");
        Directory.Exists(_volume.Box).Should().BeFalse();
    }

    [Fact]
    public async Task Run_SnapshotDocumentCannotBeRead_RefusesSinceItMayBeTheNewest()
    {
        _store.Add("readable", s_now, "epoch=6");
        _store.Damaged.Add(("unreadable", new RepositoryException("Its content does not match its name.")));

        (await ShouldRefuseAsync(TerminationReasons.RestoreFailed)).Should().ContainAll("unreadable", "does not match", "readable of", "repo/snapshots/unreadable");
    }

    [Fact]
    public async Task Run_DamageIsGone_HealsAtTheNextRun()
    {
        _store.Add("newest", s_now, "epoch=6");
        _store.RestoreFault = new RepositoryException("Damaged: /state/memory.db.");
        await ShouldRefuseAsync(TerminationReasons.RestoreFailed);
        _store.RestoreFault = null;

        await RunAsync();

        Notes().Should().Be("newest");
    }

    [Theory]
    [InlineData(ObjectStoreError.Unavailable)]
    [InlineData(ObjectStoreError.AccessDenied)]
    [InlineData(ObjectStoreError.BucketNotFound)]
    [InlineData(ObjectStoreError.Other)]
    public async Task Run_BucketCannotBeRead_NeverStartsEmpty(ObjectStoreError error)
    {
        foreach (var step in (string[])["PUT epoch/7", "LIST epoch/", "LIST repo/", "LIST repo/snapshots/"])
        {
            _store.RepositoryId = "repository-1";
            _store.Bucket.Fault = (method, key) => $"{method} {key}" == step ? new ObjectStoreException(error, "No.") : null;

            await ShouldRefuseAsync(TerminationReasons.StoreUnavailable);

            Directory.Exists(_volume.Box).Should().BeFalse(step);
        }
    }

    [Fact]
    public async Task Run_BucketDoesNotAnswer_EndsAfterItsPatience()
    {
        _store.Bucket.Hangs = true;

        var run = ShouldRefuseAsync(TerminationReasons.StoreUnavailable);
        await Eventually.BeAsync(() => _store.Bucket.RequestCount > 0, "the bucket is asked");
        _time.Advance(TimeSpan.FromSeconds(59));
        var early = run.IsCompleted;
        _time.Advance(TimeSpan.FromSeconds(2));

        early.Should().BeFalse();
        (await run.WaitAsync(TimeSpan.FromSeconds(10))).Should().Contain("did not answer");
    }

    [Fact]
    public async Task Run_BucketBreaksOffDuringTheRestore_IsTriedAgain()
    {
        _store.Add("newest", s_now, "epoch=6");
        _store.RestoreFault = MemoryObjectStore.Unavailable;

        await ShouldRefuseAsync(TerminationReasons.StoreUnavailable);
    }

    [Fact]
    public async Task Run_RepositoryHasAnotherPassword_IsARestoreFailure()
    {
        _store.Bucket.Fault = (_, key) => key == "repo/" ? new RepositoryException("The password does not open it.") : null;

        (await ShouldRefuseAsync(TerminationReasons.RestoreFailed)).Should().Contain("password");
    }

    [Fact]
    public async Task Run_VolumeHoldsThisBox_RestoresNothingAndClaimsTheEpoch()
    {
        await RunAsync();
        await File.WriteAllTextAsync(Path.Combine(_volume.State, "notes.md"), "newer than the bucket");
        _store.Add("newest", s_now, "epoch=7");
        _pod.Environment[Variables.Epoch] = "8";
        _pod.Environment[Variables.ExpectState] = "true";
        _store.Bucket.Requests.Clear();

        await RunAsync();

        Notes().Should().Be("newer than the bucket");
        _store.Bucket.Requests.Should().Equal("PUT epoch/8", "LIST epoch/");
        Marker()!.Claim.Should().Be(new ClaimRecord(8, TestPod.PodUid));
    }

    [Fact]
    public async Task Run_SamePodAgain_MayRestartItsInitContainer()
    {
        await RunAsync();

        await RunAsync();

        Claimant().Should().Be(TestPod.PodUid);
    }

    [Fact]
    public async Task Run_VolumeHoldsThisBoxAndBucketDoesNotAnswer_StartsSoonWithoutAClaim()
    {
        await RunAsync();
        _pod.Environment[Variables.Epoch] = "8";
        _store.Bucket.Hangs = true;

        var before = _store.Bucket.RequestCount;
        var run = RunAsync();
        await Eventually.BeAsync(() => _store.Bucket.RequestCount > before, "the bucket is asked");
        _time.Advance(TimeSpan.FromSeconds(10));

        await run.WaitAsync(TimeSpan.FromSeconds(10));
        Marker()!.Claim.Should().Be(new ClaimRecord(7, TestPod.PodUid), "the backup has to claim 8 before it writes");
    }

    [Fact]
    public async Task Run_VolumeHoldsThisBoxAndBucketRefuses_Starts()
    {
        await RunAsync();
        _store.Bucket.Fault = (_, _) => new ObjectStoreException(ObjectStoreError.AccessDenied, "The credentials were refused.");

        await RunAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_EpochIsClaimedByAnotherPod_IsSuperseded(bool volumeHoldsTheBox)
    {
        if (volumeHoldsTheBox)
        {
            await RunAsync();
        }

        _store.Bucket.Objects["epoch/7"] = "another pod"u8.ToArray();

        await ShouldRefuseAsync(TerminationReasons.EpochSuperseded);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_HigherEpochIsClaimed_IsSuperseded(bool volumeHoldsTheBox)
    {
        if (volumeHoldsTheBox)
        {
            await RunAsync();
        }

        _store.Bucket.Objects["epoch/12"] = "another pod"u8.ToArray();

        await ShouldRefuseAsync(TerminationReasons.EpochSuperseded);
    }

    [Fact]
    public async Task Run_VolumeOfAnotherBox_IsRefusedUntouched()
    {
        await RunAsync();
        _pod.Environment[Variables.Uid] = "another-box";

        (await ShouldRefuseAsync(TerminationReasons.ForeignState)).Should().ContainAll(TestPod.BoxUid, "another-box");

        Marker()!.Box.Should().Be(TestPod.BoxUid);
    }

    [Theory]
    [InlineData("box/state/notes.md")]
    [InlineData("somebody/elses.txt")]
    [InlineData("file")]
    public async Task Run_FilesWithoutAMarker_AreRefusedUntouched(string file)
    {
        var path = Path.Combine(_pod.Volume, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "precious");
        _store.Add("newest", s_now, "epoch=6");

        await ShouldRefuseAsync(TerminationReasons.ForeignState);

        (await File.ReadAllTextAsync(path)).Should().Be("precious");
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("{}")]
    [InlineData("""{"version":2,"box":"b","origin":"new","created":"2026-01-01T00:00:00Z"}""")]
    public async Task Run_MarkerCannotBeRead_IsRefusedUntouched(string marker)
    {
        await RunAsync();
        await File.WriteAllTextAsync(_volume.Marker, marker);

        await ShouldRefuseAsync(TerminationReasons.ForeignState);
    }

    [Fact]
    public async Task Run_VolumeWithWhatFileSystemsAndEarlierRunsLeave_CountsAsEmpty()
    {
        Directory.CreateDirectory(Path.Combine(_pod.Volume, "lost+found"));
        Directory.CreateDirectory(Path.Combine(_volume.Staging, "state"));
        Directory.CreateDirectory(_volume.Cache);
        await File.WriteAllTextAsync(Path.Combine(_volume.Cache, "cache"), "of files that are gone");
        _store.Add("newest", s_now, "epoch=6");

        await RunAsync();

        Notes().Should().Be("newest");
        Directory.Exists(_volume.Cache).Should().BeFalse();
    }

    [Fact]
    public async Task Run_LeftoverStagingBesideABox_IsDeleted()
    {
        await RunAsync();
        Directory.CreateDirectory(Path.Combine(_volume.Staging, "state"));

        await RunAsync();

        Directory.Exists(_volume.Staging).Should().BeFalse();
    }

    [Fact]
    public async Task Run_VolumeCannotBeWritten_SaysSo()
    {
        _store.Add("newest", s_now, "epoch=6");
        _store.RestoreFault = new IOException("No space left on device");

        (await ShouldRefuseAsync(TerminationReasons.RestoreFailed)).Should().Contain("No space left");
    }

    private Task RunAsync(Action<RestoreStep>? beforeStep = null) => new Restorer(
        SidecarOptions.Read(_pod.Variable), new RestoreOptions(), _store, _time, _logger, beforeStep).RunAsync(CancellationToken.None);

    private async Task<string> ShouldRefuseAsync(string reason)
    {
        var thrown = (await FluentActions.Awaiting(() => RunAsync()).Should().ThrowAsync<SidecarException>()).Which;
        thrown.Reason.Should().Be(reason);
        return thrown.Message;
    }

    private Marker? Marker() => MarkerFile.Read(_volume.Marker);

    private string Notes() => File.ReadAllText(Path.Combine(_volume.State, "notes.md"));

    private string Claimant() => System.Text.Encoding.UTF8.GetString(_store.Bucket.Objects["epoch/7"]);
}
