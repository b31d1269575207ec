namespace Smartbox.Store.Repositories;

/// <summary>Where a blob is stored. 16 bytes, since the index keeps one per blob in memory.</summary>
/// <param name="Pack">Number of its pack in the index.</param>
/// <param name="Offset">Where its sealed bytes begin.</param>
/// <param name="Length">Of its sealed bytes.</param>
/// <param name="PlainLength">Of its plaintext when it is compressed, otherwise 0.</param>
internal readonly record struct BlobLocation(int Pack, uint Offset, uint Length, uint PlainLength)
{
    public uint ContentLength => PlainLength != 0 ? PlainLength : Length - SealedBox.Overhead;

    public uint End => Offset + Length;
}
