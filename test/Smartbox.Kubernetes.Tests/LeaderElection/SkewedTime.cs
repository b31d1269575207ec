using Microsoft.Extensions.Time.Testing;

namespace Smartbox.Kubernetes.Tests.LeaderElection;

/// <summary>A replica's clock: it passes like the others', and shows another time of day.</summary>
internal sealed class SkewedTime(FakeTimeProvider time, TimeSpan skew) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + skew;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
