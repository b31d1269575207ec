using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Smartbox.Store.Snapshots.Contents;

/// <summary>The random numbers of a gear hash. They come from the repository's id, so that the lengths of chunks tell nothing to who cannot read it.</summary>
internal static class GearTable
{
    public static ulong[] Create(string repositoryId)
    {
        var table = new ulong[256];
        var seed = Encoding.UTF8.GetBytes($"smartbox gear {repositoryId} ");
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        for (var i = 0; i < table.Length; i++)
        {
            SHA256.HashData([.. seed, (byte)i], digest);
            table[i] = BinaryPrimitives.ReadUInt64LittleEndian(digest);
        }

        return table;
    }
}
