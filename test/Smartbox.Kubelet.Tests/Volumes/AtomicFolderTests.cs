using Smartbox.Kubelet.Volumes;

namespace Smartbox.Kubelet.Tests.Volumes;

public sealed class AtomicFolderTests : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.GroupRead;

    private readonly string _folder = Directory.CreateTempSubdirectory("atomic-folder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Folder_WhoseContentChanges_TurnsToTheNewOneAtOnce()
    {
        AtomicFolder.Write(_folder, [File("a", "1"), File("b", "1"), File("sub/c", "1")]).Should().BeTrue();
        var before = new FileInfo(Path.Combine(_folder, "..data")).LinkTarget;
        var open = System.IO.File.OpenText(Path.Combine(_folder, "a"));

        AtomicFolder.Write(_folder, [File("a", "2"), File("sub/c", "2")]).Should().BeTrue();

        Read("a").Should().Be("2");
        Read("sub/c").Should().Be("2");
        Path.Exists(Path.Combine(_folder, "b")).Should().BeFalse();
        new FileInfo(Path.Combine(_folder, "b")).LinkTarget.Should().BeNull();
        open.ReadToEnd().Should().Be("1");
        open.Dispose();
        new FileInfo(Path.Combine(_folder, "..data")).LinkTarget.Should().NotBe(before);
        Directory.GetDirectories(_folder, "..g*").Should().ContainSingle();
    }

    [Fact]
    public void Folder_WithTheSameContent_IsNotTouched()
    {
        AtomicFolder.Write(_folder, [File("a", "1"), File("b", "1")]);
        var before = new FileInfo(Path.Combine(_folder, "..data")).LinkTarget;

        AtomicFolder.Write(_folder, [File("b", "1"), File("a", "1")]).Should().BeFalse();

        new FileInfo(Path.Combine(_folder, "..data")).LinkTarget.Should().Be(before);
    }

    [Fact]
    public void File_HasItsMode()
    {
        AtomicFolder.Write(_folder, [File("a", "1")]);

        System.IO.File.GetUnixFileMode(Path.Combine(_folder, "a")).Should().Be(Mode);
    }

    private string Read(string name) => System.IO.File.ReadAllText(Path.Combine(_folder, name));

    private static VolumeFile File(string path, string content) => new(path, System.Text.Encoding.UTF8.GetBytes(content), Mode);
}
