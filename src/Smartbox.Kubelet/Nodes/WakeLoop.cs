using System.Threading.Channels;

namespace Smartbox.Kubelet.Nodes;

/// <summary>Does the same work again whenever it is woken, once for many wakes, and after an interval when something was left undone.</summary>
/// <param name="time">The clock.</param>
/// <param name="retryInterval">How long what was left undone waits.</param>
/// <param name="work">Does what there is to do; false when something is left.</param>
internal sealed class WakeLoop(TimeProvider time, TimeSpan retryInterval, Func<CancellationToken, Task<bool>> work) : IAsyncDisposable
{
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync);

    public void Wake() => _wakes.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            var isDone = await work(_stop.Token).ConfigureAwait(false);
            using var retry = isDone ? null : time.CreateTimer(_ => Wake(), null, retryInterval, Timeout.InfiniteTimeSpan);
            await _wakes.Reader.ReadAsync(_stop.Token).ConfigureAwait(false);
        }
    }
}
