using Smartbox.Store.Files;

namespace Smartbox.Store.Snapshots.Walking;

/// <summary>A child of a folder.</summary>
/// <param name="Name">With its zero byte.</param>
/// <param name="Status">As it was when the folder was listed.</param>
/// <param name="IsExcluded">Not to be kept.</param>
internal readonly record struct ListedFile(byte[] Name, FileStatus Status, bool IsExcluded)
{
    public ReadOnlySpan<byte> PlainName => Name.AsSpan(0, Name.Length - 1);
}
