using System.Buffers;
using System.Text;
using CsCheck;
using Smartbox.Store.Snapshots.Trees;

namespace Smartbox.Store.Tests.Snapshots.Trees;

public sealed class GoQuotingTests
{
    /// <summary>What Go 1.24 answers.</summary>
    public static TheoryData<byte[], string> Known { get; } = new()
    {
        { "plain name.md"u8.ToArray(), "plain name.md" },
        { "a\"b\\c"u8.ToArray(), "a\\\"b\\\\c" },
        { "\a\b\f\n\r\t\v"u8.ToArray(), "\\a\\b\\f\\n\\r\\t\\v" },
        { [0, 1, 0x1f, 0x7f], "\\x00\\x01\\x1f\\x7f" },
        { [0xff, (byte)'x', 0xc3, 0x28, 0xe2, 0x82], "\\xffx\\xc3(\\xe2\\x82" },
        { "ü 猫 🐈"u8.ToArray(), "ü 猫 🐈" },
        { Encoding.UTF8.GetBytes("\u00a0\u2028\u200b\ue000\U000e0001"), "\\u00a0\\u2028\\u200b\\ue000\\U000e0001" },
        { Encoding.UTF8.GetBytes("\ufffd"), "\ufffd" },
        { [0xed, 0xa0, 0x80], "\\xed\\xa0\\x80" },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Quote_OfKnownNames_IsWhatGoMakes(byte[] name, string expected) => Encoding.UTF8.GetString(Quote(name)).Should().Be(expected);

    [Fact]
    public void Unquote_OfQuote_IsTheName() => Gen.Byte.Array[0, 300].Sample(name => GoQuoting.Unquote(Quote(name)).AsSpan().SequenceEqual(name));

    [Fact]
    public void Unquote_OfQuotedText_IsTheText() => Gen.String.Sample(text =>
        GoQuoting.Unquote(Quote(Encoding.UTF8.GetBytes(text))).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("\\101\\x41\\u0041\\U00000041", "AAAA")]
    [InlineData("\\\\\\\"", "\\\"")]
    public void Unquote_OfAnyEscape_Understands(string quoted, string expected) =>
        Encoding.UTF8.GetString(GoQuoting.Unquote(Encoding.UTF8.GetBytes(quoted))).Should().Be(expected);

    [Theory]
    [InlineData("\\")]
    [InlineData("a\"b")]
    [InlineData("\\x4")]
    [InlineData("\\xzz")]
    [InlineData("\\ud800")]
    [InlineData("\\U00110000")]
    [InlineData("\\400")]
    [InlineData("\\'")]
    [InlineData("\\q")]
    public void Unquote_OfWhatGoRefuses_Refuses(string quoted)
    {
        var unquote = () => GoQuoting.Unquote(Encoding.UTF8.GetBytes(quoted));

        unquote.Should().Throw<FormatException>();
    }

    private static byte[] Quote(byte[] name)
    {
        var output = new ArrayBufferWriter<byte>();
        GoQuoting.Quote(name, output);
        return output.WrittenSpan.ToArray();
    }
}
