namespace Smartbox.Store.Repositories;

/// <summary>A pack on its way, which can be sent again.</summary>
internal sealed class PackUpload(PackBuilder pack, Func<PackBuilder, CancellationToken, Task> send)
{
    private CancellationToken _token;

    public PackBuilder Pack { get; } = pack;

    public Task Task { get; private set; } = Task.CompletedTask;

    public bool HasFailed => Task is { IsCompleted: true, IsCompletedSuccessfully: false };

    /// <summary>It ended with the token of a caller who gave up: that is no failure of the upload.</summary>
    public bool WasGivenUp => HasFailed && _token.IsCancellationRequested;

    /// <summary>Its failure was thrown to a caller.</summary>
    public bool WasReported { get; set; }

    public void Start(CancellationToken cancellationToken)
    {
        WasReported = false;
        _token = cancellationToken;
        // On another thread: sealing and hashing a pack would hold up the caller.
        Task = Task.Run(() => send(Pack, cancellationToken), cancellationToken);
    }
}
