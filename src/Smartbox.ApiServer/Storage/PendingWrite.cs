namespace Smartbox.ApiServer.Storage;

/// <summary>A write that waits for the writer, and its caller for the outcome.</summary>
/// <param name="key">Which object.</param>
/// <param name="expected">Revision that must be stored; null when nothing must be.</param>
/// <param name="content">What to store; of a removal, what was stored last.</param>
/// <param name="isDeletion">Whether to remove it.</param>
internal sealed class PendingWrite(ObjectKey key, long? expected, ObjectContent content, bool isDeletion)
{
    // Continuations are requests; they must not run on the writer.
    private readonly TaskCompletionSource<StoredObject> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<StoredObject> Done => _done.Task;

    public ObjectKey Key => key;

    /// <summary>Whether this is the version that the write expects.</summary>
    public bool Fits(StoredObject? stored) => stored?.Revision == expected;

    /// <summary>What this write does to the version that it expects.</summary>
    public ObjectChange Apply(StoredObject? stored, long revision) => new(content.At(key, revision), stored, isDeletion);

    public void Complete(StoredObject written) => _done.TrySetResult(written);

    public void Fail(Exception reason) => _done.TrySetException(reason);
}
