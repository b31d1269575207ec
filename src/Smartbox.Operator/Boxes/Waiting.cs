namespace Smartbox.Operator.Boxes;

/// <summary>Waits for a while for something that goes on anyway.</summary>
internal static class Waiting
{
    /// <returns>True when the task has completed, however; it does not throw what the task did.</returns>
    public static async Task<bool> ForAsync(Task task, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!task.IsCompleted)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(task, Task.Delay(patience, time, stop.Token));
            await stop.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return task.IsCompleted;
    }
}
