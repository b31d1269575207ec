using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;
using Smartbox.Store.Repositories;

namespace Smartbox.Store.Snapshots.Trees;

/// <summary>
/// Serialises a folder as restic 0.17 and later do (<c>internal/data/tree.go</c>, <c>node.go</c>): the same fields, order and escapes.
/// One instance is used again and again, so that its buffers are, too.
/// </summary>
internal sealed class TreeWriter
{
    private const int KeptCapacity = 1 << 20;

    private readonly ArrayBufferWriter<byte> _quoted = new();
    private ArrayBufferWriter<byte> _output = new(64 * 1024);
    private byte[] _lastName = [];
    private bool _isEmpty;

    public void Begin()
    {
        if (_output.Capacity > KeptCapacity)
            _output = new ArrayBufferWriter<byte>(64 * 1024);
        else
            _output.ResetWrittenCount();
        _output.Write("{\"nodes\":["u8);
        _lastName = [];
        _isEmpty = true;
    }

    /// <param name="node">The next child, in ascending order of the bytes of the names.</param>
    public void Add(TreeNode node)
    {
        if (!_isEmpty && node.Name.AsSpan().SequenceCompareTo(_lastName) <= 0)
            throw new ArgumentException("Nodes are added in ascending order of their names.", nameof(node));
        if (!_isEmpty)
            _output.Write(","u8);
        _isEmpty = false;
        _lastName = node.Name;

        _quoted.ResetWrittenCount();
        GoQuoting.Quote(node.Name, _quoted);
        _output.Write("{\"name\":"u8);
        GoJson.WriteString(_quoted.WrittenSpan, _output);
        _output.Write(",\"type\":\""u8);
        _output.Write(NodeTypes.NameOf(node.Kind));
        _output.Write("\""u8);
        WriteNumber(",\"mode\":"u8, GoFileMode.From(node.Kind, node.Mode));
        _output.Write(",\"mtime\":"u8);
        GoJson.WriteTime(node.Modified, _output);
        _output.Write(",\"atime\":"u8);
        GoJson.WriteTime(node.Accessed, _output);
        _output.Write(",\"ctime\":"u8);
        GoJson.WriteTime(node.Changed, _output);
        WriteNumber(",\"uid\":"u8, node.Uid, evenZero: true);
        WriteNumber(",\"gid\":"u8, node.Gid, evenZero: true);
        WriteNumber(",\"inode\":"u8, node.Inode);
        WriteNumber(",\"device_id\":"u8, node.DeviceId);
        WriteNumber(",\"size\":"u8, (ulong)node.Size);
        WriteNumber(",\"links\":"u8, node.Links);
        WriteLinkTarget(node.LinkTarget);
        WriteExtendedAttributes(node);
        WriteNumber(",\"device\":"u8, node.Device);
        WriteContent(node.Content);
        if (node.Subtree is { } subtree)
        {
            _output.Write(",\"subtree\":"u8);
            WriteId(subtree);
        }

        _output.Write("}"u8);
    }

    /// <summary>The tree's blob; valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        _output.Write("]}\n"u8);
        return _output.WrittenMemory;
    }

    private void WriteNumber(ReadOnlySpan<byte> key, ulong value, bool evenZero = false)
    {
        if (value == 0 && !evenZero)
            return;
        _output.Write(key);
        Utf8Formatter.TryFormat(value, _output.GetSpan(20), out var length);
        _output.Advance(length);
    }

    private void WriteLinkTarget(byte[]? target)
    {
        if (target is not { Length: > 0 })
            return;
        _output.Write(",\"linktarget\":"u8);
        GoJson.WriteString(target, _output);
        if (Utf8.IsValid(target))
            return;
        _output.Write(",\"linktarget_raw\":"u8);
        GoJson.WriteBase64(target, _output);
    }

    private void WriteExtendedAttributes(TreeNode node)
    {
        if (node.ExtendedAttributes.Count == 0)
            return;
        var separator = ",\"extended_attributes\":["u8;
        foreach (var attribute in node.ExtendedAttributes)
        {
            _output.Write(separator);
            _output.Write("{\"name\":"u8);
            GoJson.WriteString(System.Text.Encoding.UTF8.GetBytes(attribute.Name), _output);
            _output.Write(",\"value\":"u8);
            GoJson.WriteBase64(attribute.Value, _output);
            _output.Write("}"u8);
            separator = ","u8;
        }

        _output.Write("]"u8);
    }

    private void WriteContent(IReadOnlyList<BlobId>? content)
    {
        if (content is null)
        {
            _output.Write(",\"content\":null"u8);
            return;
        }

        _output.Write(",\"content\":["u8);
        for (var i = 0; i < content.Count; i++)
        {
            if (i > 0)
                _output.Write(","u8);
            WriteId(content[i]);
        }

        _output.Write("]"u8);
    }

    private void WriteId(BlobId id)
    {
        Span<byte> digest = stackalloc byte[BlobId.Length];
        id.CopyTo(digest);
        var span = _output.GetSpan((BlobId.Length * 2) + 2);
        span[0] = (byte)'"';
        Convert.TryToHexStringLower(digest, span[1..], out _);
        span[(BlobId.Length * 2) + 1] = (byte)'"';
        _output.Advance((BlobId.Length * 2) + 2);
    }
}
