using Microsoft.Win32.SafeHandles;
using Smartbox.Store.Snapshots.Trees;

namespace Smartbox.Store.Snapshots.Restores;

/// <summary>A file whose content is on its way.</summary>
internal sealed class RestoredFile(RestoredFolder folder, byte[] name, TreeNode node)
{
    public RestoredFolder Folder { get; } = folder;

    /// <summary>With a zero byte.</summary>
    public byte[] Name { get; } = name;

    public TreeNode Node { get; } = node;

    public string Path => Folder.Show(Name);

    /// <summary>It begins as a SQLite database does.</summary>
    public bool IsDatabase { get; set; }

    /// <summary>Kept open while several blobs are to come.</summary>
    public SafeFileHandle? Handle { get; set; }
}
