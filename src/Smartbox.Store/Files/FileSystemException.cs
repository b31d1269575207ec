using System.Runtime.InteropServices;

namespace Smartbox.Store.Files;

/// <summary>The file system refused something.</summary>
public sealed class FileSystemException : StoreException
{
    internal FileSystemException(string action, ReadOnlySpan<byte> path, int errno)
        : base($"Cannot {action} '{FileName.Show(path)}': {Marshal.GetPInvokeErrorMessage(errno)}.", null) => Errno = errno;

    /// <summary>Linux error number.</summary>
    public int Errno { get; }

    /// <summary>It is not there, or no longer.</summary>
    internal bool IsGone => Errno is Libc.NoEntry or Libc.NotDirectory or Libc.StaleHandle;
}
