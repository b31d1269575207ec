using System.Threading.Channels;

namespace Smartbox.ApiServer.Controllers;

/// <summary>Things to look at again. Each waits once only, so the queue is bounded by what there is to look at.</summary>
internal sealed class WorkQueue<T>(TimeProvider clock)
    where T : notnull
{
    // Workers wait for the disk, and writes that wait together are committed together.
    private const int Workers = 16;

    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(30);

    private readonly Channel<T> _ready = Channel.CreateUnbounded<T>();

    // Guards the two collections below.
    private readonly Lock _lock = new();
    private readonly HashSet<T> _waiting = [];
    private readonly Dictionary<T, TimeSpan> _delays = [];

    public void Add(T item)
    {
        lock (_lock)
        {
            if (_waiting.Add(item))
            {
                _ready.Writer.TryWrite(item);
            }
        }
    }

    /// <summary>Works until cancelled. What fails is tried again, later each time.</summary>
    /// <param name="work">Looks at one thing; leaves it alone when nothing is to be done.</param>
    /// <param name="failed">Told of failures.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task RunAsync(Func<T, CancellationToken, Task> work, Action<T, Exception> failed, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(work, failed, cancellationToken)));

    private async Task WorkAsync(Func<T, CancellationToken, Task> work, Action<T, Exception> failed, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in _ready.Reader.ReadAllAsync(cancellationToken))
            {
                await WorkOnAsync(item, work, failed, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server ends.
        }
    }

    private async Task WorkOnAsync(T item, Func<T, CancellationToken, Task> work, Action<T, Exception> failed, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _waiting.Remove(item);
        }

        try
        {
            await work(item, cancellationToken);
            lock (_lock)
            {
                _delays.Remove(item);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, the next look may find it gone.
            failed(item, e);
            AddLater(item, cancellationToken);
        }
    }

    private void AddLater(T item, CancellationToken cancellationToken)
    {
        TimeSpan delay;
        lock (_lock)
        {
            delay = _delays.TryGetValue(item, out var last) ? last * 2 : s_firstDelay;
            _delays[item] = delay < s_longestDelay ? delay : s_longestDelay;
        }

        _ = AddAfterAsync(item, delay, cancellationToken);
    }

    private async Task AddAfterAsync(T item, TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay, clock, cancellationToken);
            Add(item);
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }
}
