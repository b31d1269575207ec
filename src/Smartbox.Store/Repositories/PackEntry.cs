namespace Smartbox.Store.Repositories;

/// <summary>One blob of a pack.</summary>
/// <param name="Type">Kind.</param>
/// <param name="Id">SHA-256 of its plaintext.</param>
/// <param name="Offset">Where its sealed bytes begin.</param>
/// <param name="Length">Of its sealed bytes.</param>
/// <param name="PlainLength">Of its plaintext when it is compressed, otherwise 0.</param>
internal readonly record struct PackEntry(BlobType Type, BlobId Id, uint Offset, uint Length, uint PlainLength)
{
    public bool IsCompressed => PlainLength != 0;

    /// <summary>Length of its plaintext.</summary>
    public uint ContentLength => IsCompressed ? PlainLength : Length - SealedBox.Overhead;
}
