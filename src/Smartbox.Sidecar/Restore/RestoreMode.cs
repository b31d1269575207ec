using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Storage;

namespace Smartbox.Sidecar.Restore;

/// <summary>The init container.</summary>
internal static class RestoreMode
{
    public static async Task RunAsync(SidecarContext context, CancellationToken stopping)
    {
        var limits = new RestoreOptions();
        var store = BoxStore.Open(context, limits.StorePatience);
        var restorer = new Restorer(context.Options, limits, store, context.Time, context.Loggers.CreateLogger<Restorer>());
        await restorer.RunAsync(stopping);
    }
}
