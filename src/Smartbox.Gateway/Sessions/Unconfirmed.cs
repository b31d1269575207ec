namespace Smartbox.Gateway.Sessions;

/// <summary>Inputs that went to the box and whose INPUT event has not come back: whether they arrived is not known.</summary>
internal sealed class Unconfirmed
{
    private const int Capacity = 256;

    /// <summary>Guards the set: one task forwards inputs, another events.</summary>
    private readonly Lock _lock = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private bool _overflowed;

    /// <summary>One of <see cref="Protocol.Errors.Delivered"/>.</summary>
    public string Delivered
    {
        get
        {
            lock (_lock)
            {
                return _ids.Count > 0 || _overflowed ? Protocol.Errors.Delivered.Maybe : Protocol.Errors.Delivered.None;
            }
        }
    }

    public void Sending(string id)
    {
        lock (_lock)
        {
            _overflowed |= _ids.Count >= Capacity;
            if (!_overflowed)
            {
                _ids.Add(id);
            }
        }
    }

    public void Confirmed(string id)
    {
        lock (_lock)
        {
            _ids.Remove(id);
        }
    }
}
