namespace Smartbox.Sidecar.Hosting;

/// <summary>Gives memory back while a container idles, as it does nearly always on a node full of others.</summary>
/// <remarks>
/// Left alone, the collector lets the probes' garbage grow to a budget that follows the processor's cache. Measured on the native
/// program with 200 times <c>curl -k https://…/healthz</c>, VmRSS: 51 MiB without a collection, 38 MiB after one.
/// </remarks>
internal sealed class IdleMemory(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var detector = new QuietDetector();
        using var timer = new PeriodicTimer(s_period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (detector.ShouldCollect(GC.GetTotalAllocatedBytes()))
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
    }
}
