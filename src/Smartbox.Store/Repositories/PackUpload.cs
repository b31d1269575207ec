namespace Smartbox.Store.Repositories;

/// <summary>A pack on its way, which can be sent again.</summary>
internal sealed class PackUpload(PackBuilder pack, Func<PackBuilder, CancellationToken, Task> send)
{
    public PackBuilder Pack { get; } = pack;

    public Task Task { get; private set; } = Task.CompletedTask;

    /// <summary>Its failure was thrown to a caller.</summary>
    public bool WasReported { get; set; }

    public void Start(CancellationToken cancellationToken)
    {
        WasReported = false;
        // On another thread: sealing and hashing a pack would hold up the caller.
        Task = Task.Run(() => send(Pack, cancellationToken), cancellationToken);
    }
}
