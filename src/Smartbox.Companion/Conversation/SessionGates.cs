namespace Smartbox.Companion.Conversation;

/// <summary>One turn at a time in each session; different sessions do not wait for each other.</summary>
internal sealed class SessionGates
{
    // Guards the counts below: an entry is there while somebody holds or awaits its session.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Gate> _gates = new(StringComparer.Ordinal);

    public async Task<IDisposable> EnterAsync(string session, CancellationToken cancellationToken)
    {
        Gate gate;
        lock (_lock)
        {
            gate = _gates.TryGetValue(session, out var existing) ? existing : _gates[session] = new Gate();
            gate.Users++;
        }

        try
        {
            await gate.Semaphore.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(session, gate);
            throw;
        }

        return new Pass(this, session, gate);
    }

    private void Leave(string session, Gate gate)
    {
        lock (_lock)
        {
            if (--gate.Users == 0)
            {
                _gates.Remove(session);
                gate.Semaphore.Dispose();
            }
        }
    }

    private sealed class Gate
    {
        public SemaphoreSlim Semaphore { get; } = new(1);

        public int Users { get; set; }
    }

    private sealed class Pass(SessionGates owner, string session, Gate gate) : IDisposable
    {
        public void Dispose()
        {
            gate.Semaphore.Release();
            owner.Leave(session, gate);
        }
    }
}
