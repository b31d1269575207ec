using System.Security.Cryptography;
using System.Text;

namespace Smartbox.Gateway.Authentication;

/// <summary>Callers whose tokens were checked, by SHA-256 of the token, until the token expires; those used last are kept.</summary>
internal sealed class TokenCache(int capacity, TimeProvider time)
{
    /// <summary>Guards both collections.</summary>
    private readonly Lock _lock = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();

    public Caller? Find(string token)
    {
        var key = Key.Of(token);
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            if (node.Value.Expires <= time.GetUtcNow())
            {
                _entries.Remove(key);
                return null;
            }

            _byUse.AddFirst(node);
            return node.Value.Caller;
        }
    }

    public void Add(string token, Caller caller, DateTimeOffset expires)
    {
        var key = Key.Of(token);
        lock (_lock)
        {
            if (_entries.Remove(key, out var known))
            {
                _byUse.Remove(known);
            }

            _entries.Add(key, _byUse.AddFirst(new Entry(key, caller, expires)));
            if (_entries.Count > capacity)
            {
                _entries.Remove(_byUse.Last!.Value.Key);
                _byUse.RemoveLast();
            }
        }
    }

    private sealed record Entry(Key Key, Caller Caller, DateTimeOffset Expires);

    private readonly record struct Key(UInt128 High, UInt128 Low)
    {
        public static Key Of(string token)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
            return new Key(System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash), System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
        }
    }
}
