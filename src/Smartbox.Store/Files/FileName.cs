using System.Text;

namespace Smartbox.Store.Files;

/// <summary>Names are bytes: they need not be UTF-8.</summary>
internal static class FileName
{
    public const int LongestName = 255;

    /// <summary>Whether a name from an untrusted tree can stand for something inside a folder and nothing else.</summary>
    public static bool IsSafe(ReadOnlySpan<byte> name) =>
        name.Length is > 0 and <= LongestName && !name.ContainsAny((byte)'/', (byte)0) && !name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8);

    /// <summary>The name with the zero byte that system calls want.</summary>
    public static byte[] Terminated(ReadOnlySpan<byte> name)
    {
        var terminated = new byte[name.Length + 1];
        name.CopyTo(terminated);
        return terminated;
    }

    public static byte[] Terminated(string path) => Terminated(Encoding.UTF8.GetBytes(path));

    /// <summary>For messages: without the zero byte, and with control characters and invalid bytes as <c>?</c>.</summary>
    public static string Show(ReadOnlySpan<byte> path)
    {
        var text = Encoding.UTF8.GetString(path.TrimEnd((byte)0)).ToCharArray();
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || text[i] == '\ufffd')
                text[i] = '?';
        }

        return new string(text);
    }
}
