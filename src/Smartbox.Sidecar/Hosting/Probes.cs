using Smartbox.Protocol;

namespace Smartbox.Sidecar.Hosting;

/// <summary>The kubelet's HTTPS probes.</summary>
internal static class Probes
{
    /// <summary>Maps liveness, which answers while the process does, and readiness.</summary>
    /// <param name="application">Application.</param>
    /// <param name="whyNotReady">Null when ready, otherwise a sentence; it is asked at each probe.</param>
    public static void MapProbes(this WebApplication application, Func<CancellationToken, ValueTask<string?>> whyNotReady)
    {
        application.MapGet(PodContract.LivenessPath, context => context.Response.WriteAsync("ok", context.RequestAborted));
        application.MapGet(PodContract.ReadinessPath, async context =>
        {
            var reason = await whyNotReady(context.RequestAborted);
            context.Response.StatusCode = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync(reason ?? "ok", context.RequestAborted);
        });
    }
}
