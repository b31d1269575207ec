using Smartbox.Kubelet.Containers;
using Smartbox.Kubelet.Pods;

namespace Smartbox.Kubelet.Tests.Containers;

public sealed class RestartBackoffTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Backoff_OfAContainerThatCrashesAtOnce_DoublesUpToTheLongest()
    {
        var backoff = new RestartBackoff(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));
        var now = s_start;
        List<string> delays = [];

        for (var crash = 0; crash < 8; crash++)
        {
            backoff.Ended(now);
            delays.Add(GoDuration.Format(backoff.Delay));
            now += backoff.Delay;
            backoff.Restarted(now);
        }

        delays.Should().Equal("0s", "10s", "20s", "40s", "1m20s", "2m40s", "5m0s", "5m0s");
    }

    [Fact]
    public void Backoff_AfterALongRun_StartsAnew()
    {
        var backoff = new RestartBackoff(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));
        backoff.Restarted(s_start);
        backoff.Restarted(s_start);

        backoff.Ended(s_start + TimeSpan.FromMinutes(10));
        var soon = backoff.Delay;
        backoff.Ended(s_start + TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));

        soon.Should().Be(TimeSpan.FromSeconds(20));
        backoff.Delay.Should().Be(TimeSpan.Zero);
    }
}
