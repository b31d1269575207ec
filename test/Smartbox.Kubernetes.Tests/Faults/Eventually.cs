using Microsoft.Extensions.Time.Testing;

namespace Smartbox.Kubernetes.Tests.Faults;

internal static class Eventually
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    /// <summary>Awaits a condition; the network is real even where the clock is not.</summary>
    public static async Task HoldsAsync(Func<bool> condition, string what) => await HoldsAsync(condition, what, () => { });

    /// <summary>Awaits a condition while the clock moves on by steps.</summary>
    public static Task HoldsAsync(this FakeTimeProvider time, TimeSpan step, Func<bool> condition, string what) =>
        HoldsAsync(condition, what, () => time.Advance(step));

    private static async Task HoldsAsync(Func<bool> condition, string what, Action betweenLooks)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > s_deadline)
            {
                throw new TimeoutException($"It did not come about that {what}.");
            }

            betweenLooks();
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
