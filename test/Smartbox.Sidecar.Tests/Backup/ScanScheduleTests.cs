using Smartbox.Sidecar.Backup;

namespace Smartbox.Sidecar.Tests.Backup;

public sealed class ScanScheduleTests
{
    private static readonly TimeSpan s_cheap = TimeSpan.FromMilliseconds(1);

    private readonly ScanSchedule _schedule = new(new BackupOptions());

    [Fact]
    public void AfterRest_AgainAndAgain_DoublesUpToTheInterval()
    {
        var delays = Enumerable.Range(0, 7).Select(_ => _schedule.AfterRest(s_cheap).TotalSeconds);

        delays.Should().Equal(2, 4, 8, 16, 32, 60, 60);
    }

    [Fact]
    public void AfterChange_BeginsAnew()
    {
        _schedule.AfterRest(s_cheap);
        _schedule.AfterRest(s_cheap);

        _schedule.AfterChange(s_cheap).TotalSeconds.Should().Be(2);
        _schedule.AfterRest(s_cheap).TotalSeconds.Should().Be(2);
    }

    [Fact]
    public void After_DearScan_WaitsAHundredTimesItsDurationWithinTheInterval()
    {
        _schedule.AfterChange(TimeSpan.FromMilliseconds(100)).TotalSeconds.Should().Be(10);
        _schedule.AfterRest(TimeSpan.FromSeconds(5)).TotalSeconds.Should().Be(60);
    }
}
