using Smartbox.Store.Files;
using Smartbox.Store.Snapshots.Trees;

namespace Smartbox.Store.Snapshots.Restores;

/// <summary>A folder that was made; its metadata comes last, because everything made in it changes its time.</summary>
internal sealed class RestoredFolder(RestoredFolder? parent, byte[] name, TreeNode? node)
{
    /// <summary>With a zero byte; empty for the target itself.</summary>
    public byte[] Name { get; } = name;

    public RestoredFolder? Parent { get; } = parent;

    public TreeNode? Node { get; } = node;

    public string Show(ReadOnlySpan<byte> child) => FileName.Show([.. PathBytes(), (byte)'/', .. child.TrimEnd((byte)0)]);

    public override string ToString() => Parent is null ? "/" : FileName.Show(PathBytes());

    /// <summary>From the target, with a slash before each name.</summary>
    public byte[] PathBytes() => Parent is null ? [] : [.. Parent.PathBytes(), (byte)'/', .. Name.AsSpan(0, Name.Length - 1)];
}
