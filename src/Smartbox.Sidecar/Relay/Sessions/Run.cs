namespace Smartbox.Sidecar.Relay.Sessions;

/// <summary>One input of a user and what became of it.</summary>
internal sealed class Run(string id, DateTimeOffset time)
{
    private readonly TaskCompletionSource<ulong> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The input's <c>client_msg_id</c>.</summary>
    public string Id { get; } = id;

    /// <summary>When it was said.</summary>
    public DateTimeOffset Time { get; } = time;

    /// <summary>Who said it and what; only kept until the run is over.</summary>
    public string User { get; set; } = "";

    public string Text { get; set; } = "";

    /// <summary>Ends when the input is on disk.</summary>
    public Task Logged { get; set; } = Task.CompletedTask;

    /// <summary>An earlier process began it.</summary>
    public bool IsInterrupted { get; set; }

    public bool IsOver => _ended.Task.IsCompletedSuccessfully;

    /// <summary>Ends with the number of the FINAL or ERROR event; fails when the log did, and the run is then tried by whoever opens it again.</summary>
    public Task<ulong> Ended => _ended.Task;

    /// <summary>The user no longer wants the answer.</summary>
    public CancellationTokenSource Cancellation { get; } = new();

    public void End(ulong seq)
    {
        Text = User = "";
        _ended.TrySetResult(seq);
    }

    public void Fail(Exception cause)
    {
        if (_ended.TrySetException(cause))
        {
            // Nobody may be waiting.
            _ = _ended.Task.Exception;
        }
    }
}
