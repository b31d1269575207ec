using Smartbox.Store.Files;

namespace Smartbox.Store.Snapshots.Walking;

/// <summary>The path of the walk in a snapshot, such as <c>/state/notes</c>, in bytes.</summary>
internal sealed class PathStack
{
    private byte[] _bytes = new byte[1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Goes down; the result goes to <see cref="Pop"/>.</summary>
    public int Push(ReadOnlySpan<byte> name)
    {
        name = name.TrimEnd((byte)0);
        var before = Length;
        var after = before + 1 + name.Length;
        if (after > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(after, _bytes.Length * 2));
        _bytes[before] = (byte)'/';
        name.CopyTo(_bytes.AsSpan(before + 1));
        Length = after;
        return before;
    }

    public void Pop(int length) => Length = length;

    /// <summary>A child's path for a person.</summary>
    public string Show(ReadOnlySpan<byte> name) => FileName.Show([.. Bytes, (byte)'/', .. name.TrimEnd((byte)0)]);

    public override string ToString() => Length == 0 ? "/" : FileName.Show(Bytes);
}
