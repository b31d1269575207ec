using System.Diagnostics;

namespace Smartbox.EndToEnd.Tests.Cluster;

/// <summary>Awaits conditions with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Awaits a state and returns how long it took.</summary>
    /// <param name="what">Said when it does not come.</param>
    /// <param name="timeout">Deadline.</param>
    /// <param name="condition">Null when it holds; otherwise what was seen instead.</param>
    public static async Task<TimeSpan> HoldsAsync(string what, TimeSpan timeout, Func<Task<string?>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var seen = await condition();
            if (seen is null)
            {
                return watch.Elapsed;
            }

            if (watch.Elapsed > timeout)
            {
                throw new TimeoutException($"{what} did not come within {timeout}; seen: {seen}");
            }

            await Task.Delay(s_interval, TimeProvider.System);
        }
    }
}
