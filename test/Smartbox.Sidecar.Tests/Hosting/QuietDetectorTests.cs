using Smartbox.Sidecar.Hosting;

namespace Smartbox.Sidecar.Tests.Hosting;

public sealed class QuietDetectorTests
{
    private const long MiB = 1 << 20;

    private readonly QuietDetector _detector = new();

    [Fact]
    public void ShouldCollect_FirstQuietMinute_IsWorthIt()
    {
        _detector.ShouldCollect(90 * MiB).Should().BeFalse("the start was busy");
        _detector.ShouldCollect(91 * MiB).Should().BeTrue();
    }

    [Fact]
    public void ShouldCollect_Afterwards_OnlyWhenEnoughWasAllocated()
    {
        _detector.ShouldCollect(1 * MiB).Should().BeTrue();

        _detector.ShouldCollect((2 * MiB) - 1).Should().BeFalse();
        _detector.ShouldCollect(3 * MiB).Should().BeTrue();
        _detector.ShouldCollect(3 * MiB).Should().BeFalse();
    }

    [Fact]
    public void ShouldCollect_BusyMinutes_AreNotDisturbed()
    {
        _detector.ShouldCollect(1 * MiB).Should().BeTrue();

        _detector.ShouldCollect(50 * MiB).Should().BeFalse();
        _detector.ShouldCollect(99 * MiB).Should().BeFalse();
        _detector.ShouldCollect(100 * MiB).Should().BeTrue();
    }
}
