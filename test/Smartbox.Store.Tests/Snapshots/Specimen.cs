using System.Text;
using Smartbox.Store.Files;

namespace Smartbox.Store.Tests.Snapshots;

/// <summary>A state with everything that file systems allow and programs rarely make.</summary>
internal static class Specimen
{
    public static void Fill(BoxFolders box)
    {
        box.Write("memory.md", "The cat is called Miso.\n");
        box.Write("empty", "");
        box.Write("a/b/c/deep.json", "{}");
        box.Write("notes/<html> & \"quotes\" \\ back.md", "escapes");
        box.Write("notes/ünïcødé 猫 \u2028 \u00a0 \U0001F408.md", "unicode");
        box.Write("notes/-wal", "no companion of anything");
        box.Write("big.bin", Noise(7, 3_000_000));
        box.Write("zeros.bin", new byte[9 << 20]);
        box.Write("log.jsonl", string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{{\"seq\":{i},\"text\":\"event {i * 7919}\"}}\n")));
        box.MakeFile([0xff, 0xfe, (byte)'x']);
        box.MakeFile([0xc3, 0x28]);
        box.MakeFile("new\nline\ttab\a\u007f"u8.ToArray());
        box.MakeFile([.. Enumerable.Repeat((byte)'n', 255)]);
        Directory.CreateDirectory(Path.Combine(box.State, "empty folder"));
        File.WriteAllText(Path.Combine(box.Relay, "session-1.log"), "hello");

        using var state = Folder.Open(box.State);
        Succeed(Libc.SymlinkAt("memory.md\0"u8, state.Descriptor, "link\0"u8));
        Succeed(Libc.SymlinkAt("/etc/passwd\0"u8, state.Descriptor, "absolute link\0"u8));
        Succeed(Libc.SymlinkAt([0xfe, (byte)'/', 0xff, 0], state.Descriptor, "odd link\0"u8));
        Succeed(Libc.LinkAt(state.Descriptor, "big.bin\0"u8, state.Descriptor, "a-second-name\0"u8, 0));
        using (var deep = Folder.Open(Path.Combine(box.State, "a/b")))
            Succeed(Libc.LinkAt(state.Descriptor, "big.bin\0"u8, deep.Descriptor, "third\0"u8, 0));
        Succeed(Libc.MakeFifoAt(state.Descriptor, "fifo\0"u8, 0x180));
        Succeed(Libc.ChangeModeAt(state.Descriptor, "memory.md\0"u8, 0xd24, 0));
        Succeed(Libc.ChangeModeAt(state.Descriptor, "empty\0"u8, 0, 0));
        Succeed(Libc.ChangeModeAt(state.Descriptor, "a\0"u8, 0x3c0, 0));
        Succeed(Libc.SetTimesAt(state.Descriptor, "log.jsonl\0"u8, [new FileTime(1, 1), new FileTime(1_700_000_000, 123_456_789)], 0));
        Succeed(Libc.SetTimesAt(state.Descriptor, "zeros.bin\0"u8, [new FileTime(-5, 1), new FileTime(-86_400, 999_999_999)], 0));
        Succeed(Libc.SetTimesAt(state.Descriptor, "link\0"u8, [new FileTime(5, 0), new FileTime(1_234_567_890, 987_000_000)], Libc.AtSymlinkNoFollow));
        ExtendedAttributes.TryWrite(state, "log.jsonl\0"u8, new ExtendedAttribute("user.origin", [0, 1, 0xff]));
        ExtendedAttributes.TryWrite(state, "notes\0"u8, new ExtendedAttribute("user.label", Encoding.UTF8.GetBytes("Notizen")));
        Succeed(Libc.SetTimesAt(state.Descriptor, "a\0"u8, [new FileTime(2, 2), new FileTime(1_600_000_000, 5)], 0));
    }

    public static byte[] Noise(int seed, int length)
    {
        var noise = new byte[length];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    private static void Succeed(int result) => result.Should().Be(0);
}
