using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Smartbox.Sidecar.Tests.Fakes;

/// <summary>Waits for what other tasks do, with a deadline in real time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(2);

    public static Task BeAsync(Func<bool> condition, string because) => BeAsync(condition, () => { }, because);

    /// <summary>The same while a fake clock runs.</summary>
    public static Task BeAsync(Func<bool> condition, FakeTimeProvider time, TimeSpan step, string because) =>
        BeAsync(condition, () => time.Advance(step), because);

    /// <summary>Lets a fake clock run, slowly enough for the tasks that wait on it.</summary>
    public static async Task PassAsync(FakeTimeProvider time, TimeSpan total, TimeSpan step)
    {
        for (var passed = TimeSpan.Zero; passed < total; passed += step)
        {
            time.Advance(step);
            await Task.Delay(s_poll, TimeProvider.System);
        }
    }

    private static async Task BeAsync(Func<bool> condition, Action meanwhile, string because)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > s_deadline)
            {
                throw new TimeoutException($"It did not become true that {because}.");
            }

            meanwhile();
            await Task.Delay(s_poll, TimeProvider.System);
        }
    }
}
