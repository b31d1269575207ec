using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Restore;
using Smartbox.Sidecar.Tests.Fakes;
using Smartbox.Sidecar.Volume;

namespace Smartbox.Sidecar.Tests.Restore;

public sealed class RestorerCrashTests : IDisposable
{
    private readonly TestPod _pod = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private readonly FakeBoxStore _store;
    private readonly VolumeLayout _volume;

    public RestorerCrashTests()
    {
        _store = new FakeBoxStore(_time);
        _volume = new VolumeLayout(_pod.Volume);
    }

    /// <summary>Each step of filling a volume, from a snapshot or not.</summary>
    public static TheoryData<string, bool> Crashes
    {
        get
        {
            var crashes = new TheoryData<string, bool>();
            foreach (var step in Enum.GetValues<RestoreStep>().Except([RestoreStep.RecordClaim]))
            {
                crashes.Add(step.ToString(), true);
                if (step != RestoreStep.WriteState)
                {
                    crashes.Add(step.ToString(), false);
                }
            }

            return crashes;
        }
    }

    public void Dispose() => _pod.Dispose();

    [Theory]
    [MemberData(nameof(Crashes))]
    public async Task Run_CrashedBeforeAnyStep_IsHealedByTheNextRun(string crash, bool restores)
    {
        if (restores)
        {
            _store.Add("newest", _time.GetUtcNow(), "epoch=6");
        }

        await CrashAsync(crash);
        if (Directory.Exists(_volume.Box))
        {
            ShouldBeComplete(restores);
        }

        await RunAsync(_ => { });

        ShouldBeComplete(restores);
        Directory.Exists(_volume.Staging).Should().BeFalse();
    }

    [Theory]
    [InlineData(nameof(RestoreStep.DiscardStaging))]
    [InlineData(nameof(RestoreStep.RecordClaim))]
    public async Task Run_CrashedBesideABox_IsHealedByTheNextRun(string crash)
    {
        _store.Add("newest", _time.GetUtcNow(), "epoch=6");
        await RunAsync(_ => { });
        Directory.CreateDirectory(_volume.Staging);
        await CrashAsync(crash);
        ShouldBeComplete(restored: true);

        await RunAsync(_ => { });

        ShouldBeComplete(restored: true);
        Directory.Exists(_volume.Staging).Should().BeFalse();
    }

    [Fact]
    public async Task Run_CrashedWhileTheStateIsWritten_LeavesNoBoxAndIsHealedByTheNextRun()
    {
        _store.Add("newest", _time.GetUtcNow(), "epoch=6");
        _store.RestoreFault = new CrashException();
        await FluentActions.Awaiting(() => RunAsync(_ => { })).Should().ThrowAsync<CrashException>();
        Directory.Exists(_volume.Box).Should().BeFalse();
        _store.RestoreFault = null;

        await RunAsync(_ => { });

        ShouldBeComplete(restored: true);
    }

    private async Task CrashAsync(string crash)
    {
        var run = () => RunAsync(step =>
        {
            if (step.ToString() == crash)
            {
                throw new CrashException();
            }
        });

        await run.Should().ThrowAsync<CrashException>();
    }

    private void ShouldBeComplete(bool restored)
    {
        var marker = _volume.Inspect(TestPod.BoxUid);
        marker.Should().NotBeNull();
        marker!.LastSnapshot?.Id.Should().Be(restored ? "newest" : null);
        Directory.EnumerateFiles(_volume.State).Should().HaveCount(restored ? 2 : 0);
        Directory.Exists(_volume.Relay).Should().BeTrue();
    }

    private Task RunAsync(Action<RestoreStep> beforeStep) => new Restorer(
        SidecarOptions.Read(_pod.Variable), new RestoreOptions(), _store, _time, NullLogger<Restorer>.Instance, beforeStep).RunAsync(CancellationToken.None);

    private sealed class CrashException : Exception;
}
