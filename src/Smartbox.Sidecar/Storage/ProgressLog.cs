namespace Smartbox.Sidecar.Storage;

/// <summary>Says in the log how far long work is, so that nobody takes it for a hang.</summary>
internal static class ProgressLog
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(10);

    /// <summary>Awaits the work; calls <paramref name="report"/> each 10 s with the time since the start.</summary>
    public static async Task<T> FollowAsync<T>(Task<T> work, Action<TimeSpan> report, TimeProvider time)
    {
        var start = time.GetTimestamp();
        using var timer = new PeriodicTimer(s_period, time);
        while (!work.IsCompleted)
        {
            var tick = timer.WaitForNextTickAsync().AsTask();
            if (await Task.WhenAny(work, tick) == tick)
            {
                report(time.GetElapsedTime(start));
            }
        }

        return await work;
    }
}
