using Smartbox.Store.Files;
using Smartbox.Store.Snapshots.Trees;

namespace Smartbox.Store.Snapshots.Restores;

/// <summary>Gives a restored child its owner, attributes, mode and times, in the order in which none undoes another.</summary>
internal static class NodeMetadata
{
    private static bool IsRoot { get; } = Libc.EffectiveUser() == 0;

    /// <param name="folder">Its folder.</param>
    /// <param name="name">With a zero byte.</param>
    /// <param name="node">What it shall be.</param>
    /// <param name="warn">Takes a sentence when an attribute cannot be set.</param>
    public static void Apply(Folder folder, byte[] name, TreeNode node, Action<string> warn)
    {
        if (IsRoot)
            Check(Libc.ChangeOwnerAt(folder.Descriptor, name, node.Uid, node.Gid, Libc.AtSymlinkNoFollow), "change the owner of", name);
        foreach (var attribute in node.ExtendedAttributes)
        {
            if (!ExtendedAttributes.TryWrite(folder, name, attribute))
                warn($"The attribute {attribute.Name} cannot be set here.");
        }

        // A link has no mode of its own; anything else is what was just made here, and no link.
        if (node.Kind != FileKind.Symlink)
            Check(Libc.ChangeModeAt(folder.Descriptor, name, node.Mode, 0), "change the mode of", name);
        Check(Libc.SetTimesAt(folder.Descriptor, name, [node.Accessed, node.Modified], Libc.AtSymlinkNoFollow), "set the times of", name);
    }

    private static void Check(int result, string action, byte[] name)
    {
        if (result != 0)
            throw new FileSystemException(action, name, Libc.Errno);
    }
}
