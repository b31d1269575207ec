using System.Numerics;
using CsCheck;
using Smartbox.Store.Repositories;

namespace Smartbox.Store.Tests.Repositories;

/// <summary>Vectors of RFC 8439: section 2.5.2 and appendix A.3, and the definition itself in big integers.</summary>
public sealed class Poly1305Tests
{
    private static readonly BigInteger Prime = (BigInteger.One << 130) - 5;

    [Theory]
    [InlineData(
        "85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b",
        "43727970746f6772617068696320466f72756d2052657365617263682047726f7570", "a8061dc1305136c6c22b8baf0c0127a9")]
    [InlineData(
        "0200000000000000000000000000000000000000000000000000000000000000", "ffffffffffffffffffffffffffffffff", "03000000000000000000000000000000")]
    [InlineData(
        "02000000000000000000000000000000ffffffffffffffffffffffffffffffff", "02000000000000000000000000000000", "03000000000000000000000000000000")]
    [InlineData(
        "0100000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff11000000000000000000000000000000", "05000000000000000000000000000000")]
    [InlineData(
        "0100000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe01010101010101010101010101010101", "00000000000000000000000000000000")]
    [InlineData(
        "0200000000000000000000000000000000000000000000000000000000000000", "fdffffffffffffffffffffffffffffff", "faffffffffffffffffffffffffffffff")]
    [InlineData(
        "0100000000000000040000000000000000000000000000000000000000000000",
        "e33594d7505e43b900000000000000003394d7505e4379cd01000000000000000000000000000000000000000000000001000000000000000000000000000000",
        "14000000000000005500000000000000")]
    [InlineData(
        "0100000000000000040000000000000000000000000000000000000000000000",
        "e33594d7505e43b900000000000000003394d7505e4379cd010000000000000000000000000000000000000000000000", "13000000000000000000000000000000")]
    public void Compute_VectorOfTheRfc_GivesItsTag(string key, string message, string tag) =>
        Convert.ToHexStringLower(Tag(Convert.FromHexString(key), Convert.FromHexString(message))).Should().Be(tag);

    [Fact]
    public void Compute_AnyMessage_IsWhatTheDefinitionSays() =>
        Gen.Select(Gen.Byte.Array[32], Gen.OneOf(Gen.Byte, Gen.Const((byte)0xff)).Array[0, 200]).Sample((key, message) =>
            Tag(key, message).AsSpan().SequenceEqual(ByDefinition(key, message)));

    private static byte[] Tag(byte[] key, byte[] message)
    {
        var tag = new byte[Poly1305.TagLength];
        Poly1305.Compute(key, message, tag);
        return tag;
    }

    private static byte[] ByDefinition(byte[] key, byte[] message)
    {
        var clamp = new BigInteger(Convert.FromHexString("ffffff0ffcffff0ffcffff0ffcffff0f"), isUnsigned: true);
        var r = new BigInteger(key.AsSpan(0, 16), isUnsigned: true) & clamp;
        var sum = BigInteger.Zero;
        foreach (var block in message.Chunk(16))
        {
            sum = (sum + new BigInteger([.. block, 1], isUnsigned: true)) * r % Prime;
        }

        sum += new BigInteger(key.AsSpan(16), isUnsigned: true);
        var tag = new byte[16];
        (sum & ((BigInteger.One << 128) - 1)).TryWriteBytes(tag, out _, isUnsigned: true);
        return tag;
    }
}
