using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Smartbox.Protocol;
using Smartbox.Protocol.Assertions;
using Smartbox.Protocol.Control.V1;
using Smartbox.Sidecar.Backup;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Restore;
using Smartbox.Sidecar.Tests.Fakes;
using Smartbox.Sidecar.Volume;

namespace Smartbox.Sidecar.Tests.Backup;

/// <summary>The mode as the operator sees it: the control endpoint over TLS, and its end.</summary>
public sealed class BackupModeTests : IAsyncLifetime
{
    private readonly TestPod _pod = new();
    private readonly FakeBoxStore _store = new(TimeProvider.System);
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private string _address = "";

    public async Task InitializeAsync()
    {
        var options = SidecarOptions.Read(_pod.Variable);
        await new Restorer(options, new RestoreOptions(), _store, TimeProvider.System, NullLogger<Restorer>.Instance).RunAsync(CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(new VolumeLayout(_pod.Volume).State, "notes.md"), "something");
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var context = new SidecarContext(options, TimeProvider.System, NullLoggerFactory.Instance) { Environment = _pod.Variable };
        _running = Task.Run(() => BackupMode.RunAsync(context, BackupOptions.Read(_pod.Variable), _store, listening.SetResult, _stopping.Token));
        _address = await listening.Task.WaitAsync(TimeSpan.FromSeconds(20));
        var status = new BackupStatus();
        for (var i = 0; i < 1000 && status.State != BackupStatus.Types.State.Current; i++)
        {
            status = await CallAsync(client => client.GetStatusAsync(new GetStatusRequest(), Valid()));
        }

        status.State.Should().Be(BackupStatus.Types.State.Current, "the first snapshot is made");
    }

    public async Task DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(20)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _pod.Dispose();
    }

    [Fact]
    public async Task GetStatus_WithTheOperatorsAssertion_TellsTheLastSnapshot()
    {
        var status = await CallAsync(client => client.GetStatusAsync(new GetStatusRequest(), Valid()));

        status.LastSnapshot.Id.Should().Be(_store.Snapshots[0].Id);
        status.Epoch.Should().Be((ulong)TestPod.Epoch);
        status.Requests.Should().Be((ulong)_store.Bucket.RequestCount);
    }

    [Fact]
    public async Task SnapshotNow_ChangeThatWaits_IsInTheBucketWhenItAnswers()
    {
        _store.IsDirty = true;

        var status = await CallAsync(client => client.SnapshotNowAsync(new SnapshotNowRequest { Reason = "manual" }, Valid()));

        _store.Snapshots.Should().HaveCount(2);
        status.LastSnapshot.Id.Should().Be(_store.Snapshots[1].Id);
    }

    [Theory]
    [InlineData("held")]
    [InlineData("epoch=9")]
    [InlineData("Upper")]
    [InlineData("a-reason-that-is-much-too-long-for-a-tag")]
    public async Task SnapshotNow_ReasonThatIsNoTag_IsRefused(string reason) =>
        await ShouldFailAsync(client => client.SnapshotNowAsync(new SnapshotNowRequest { Reason = reason }, Valid()), StatusCode.InvalidArgument);

    [Fact]
    public async Task SnapshotNow_BucketFails_AnswersWithTheSentence()
    {
        _store.Bucket.Fault = (_, _) => MemoryObjectStore.Unavailable;
        _store.IsDirty = true;

        (await ShouldFailAsync(client => client.SnapshotNowAsync(new SnapshotNowRequest(), Valid()), StatusCode.Unavailable)).Should().Contain("503");
        _store.Bucket.Fault = (_, _) => null;
    }

    [Fact]
    public async Task SnapshotNow_BoxWasTakenOver_AnswersSoAndTheModeEnds()
    {
        _store.Bucket.Objects["epoch/8"] = "another pod"u8.ToArray();
        _store.IsDirty = true;

        await ShouldFailAsync(client => client.SnapshotNowAsync(new SnapshotNowRequest(), Valid()), StatusCode.FailedPrecondition);

        (await FluentActions.Awaiting(() => _running).Should().ThrowAsync<SidecarException>()).Which.Reason.Should().Be(TerminationReasons.EpochSuperseded);
    }

    [Fact]
    public async Task Calls_WithoutAnAssertionForThisPodStart_AreRefused()
    {
        using var stranger = SigningKey.Create();
        Metadata[] refused =
        [
            [],
            TestPod.Asserting(stranger, TimeProvider.System),
            TestPod.Asserting(_pod.Operator, TimeProvider.System, issuer: AssertionIssuers.Gateway),
            TestPod.Asserting(_pod.Operator, TimeProvider.System, epoch: TestPod.Epoch - 1),
            TestPod.Asserting(_pod.Operator, TimeProvider.System, box: "another"),
        ];

        foreach (var metadata in refused)
        {
            await ShouldFailAsync(client => client.GetStatusAsync(new GetStatusRequest(), metadata), StatusCode.Unauthenticated);
            await ShouldFailAsync(client => client.SnapshotNowAsync(new SnapshotNowRequest(), metadata), StatusCode.Unauthenticated);
        }
    }

    [Fact]
    public async Task Probes_WhileItRuns_AreGood()
    {
        using var client = _pod.HttpClient();

        (await client.GetAsync(_address + PodContract.LivenessPath)).IsSuccessStatusCode.Should().BeTrue();
        (await client.GetAsync(_address + PodContract.ReadinessPath)).IsSuccessStatusCode.Should().BeTrue();
    }

    [Fact]
    public async Task Stop_WhileTheLastSnapshotIsMade_StillAnswersAndThenEnds()
    {
        var gate = new TaskCompletionSource();
        _store.Gate = gate.Task;
        _store.IsDirty = true;

        await _stopping.CancelAsync();
        await Eventually.BeAsync(() => _store.Marks == 2, "the last snapshot runs");
        var status = await CallAsync(client => client.GetStatusAsync(new GetStatusRequest(), Valid()));
        gate.SetResult();
        await _running.WaitAsync(TimeSpan.FromSeconds(20));

        status.State.Should().Be(BackupStatus.Types.State.Uploading);
        _store.Snapshots.Should().HaveCount(2);
    }

    private Metadata Valid() => TestPod.Asserting(_pod.Operator, TimeProvider.System);

    private async Task<BackupStatus> CallAsync(Func<BackupService.BackupServiceClient, AsyncUnaryCall<BackupStatus>> call)
    {
        using var channel = _pod.Dial(_address);
        return await call(new BackupService.BackupServiceClient(channel));
    }

    private async Task<string> ShouldFailAsync(Func<BackupService.BackupServiceClient, AsyncUnaryCall<BackupStatus>> call, StatusCode code)
    {
        var thrown = (await FluentActions.Awaiting(() => CallAsync(call)).Should().ThrowAsync<RpcException>()).Which;
        thrown.StatusCode.Should().Be(code);
        return thrown.Status.Detail;
    }
}
