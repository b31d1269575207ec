namespace Smartbox.Sidecar.Backup;

/// <summary>Somebody waits for a snapshot.</summary>
internal sealed class SnapshotCall(string reason)
{
    /// <summary>Reason of a call that also accepts a state which shrank.</summary>
    public const string Manual = "manual";

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Tag of the snapshot.</summary>
    public string Reason { get; } = reason;

    /// <summary>Ends when every change made before the call is in the bucket, or with the error of the try.</summary>
    public Task Done => _done.Task;

    public void Succeed() => _done.TrySetResult();

    public void Fail(Exception error)
    {
        if (_done.TrySetException(error))
        {
            // Whoever called may be gone.
            _ = _done.Task.Exception;
        }
    }
}
