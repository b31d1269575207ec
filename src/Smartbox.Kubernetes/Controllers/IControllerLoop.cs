namespace Smartbox.Kubernetes.Controllers;

/// <summary>A controller's queue and workers, whatever its kind.</summary>
internal interface IControllerLoop
{
    /// <summary>Begins to fill the queue; on every replica.</summary>
    void Subscribe();

    /// <summary>Works the queue off, once all sources have synced, until <paramref name="stop"/>.</summary>
    /// <param name="mayWork">Asked before each key: while leadership is in doubt, nothing is begun.</param>
    /// <param name="stop">Takes no more keys; what runs may finish.</param>
    /// <param name="abort">Cancels what runs.</param>
    Task RunAsync(Func<bool> mayWork, CancellationToken stop, CancellationToken abort);
}
