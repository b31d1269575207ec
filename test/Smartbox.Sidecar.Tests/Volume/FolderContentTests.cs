using Smartbox.Sidecar.Tests.Fakes;
using Smartbox.Sidecar.Volume;

namespace Smartbox.Sidecar.Tests.Volume;

public sealed class FolderContentTests : IDisposable
{
    private readonly TestPod _pod = new();

    public void Dispose() => _pod.Dispose();

    [Fact]
    public async Task Delete_NamesThatAreNoUtf8AndFoldersThatForbidWriting_AreGone()
    {
        var folder = Path.Combine(_pod.Volume, "staging");
        await Shell.RunAsync($"mkdir -p '{folder}/a/b' && cd '{folder}' && touch \"$(printf 'bad\\377name')\" a/b/file && mkdir \"$(printf 'dir\\377')\" && touch \"$(printf 'dir\\377/x')\" && chmod 0500 a/b && chmod 0 a");

        FolderContent.Delete(folder);

        Directory.EnumerateFileSystemEntries(_pod.Volume).Should().BeEmpty();
    }

    [Fact]
    public void Delete_LinkToAFolder_LeavesWhatItPointsTo()
    {
        var target = Directory.CreateDirectory(Path.Combine(_pod.Bucket, "target")).FullName;
        File.WriteAllText(Path.Combine(target, "file"), "precious");
        var folder = Directory.CreateDirectory(Path.Combine(_pod.Volume, "staging")).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "link"), target);

        FolderContent.Delete(folder);

        Directory.Exists(folder).Should().BeFalse();
        File.Exists(Path.Combine(target, "file")).Should().BeTrue();
    }

    [Fact]
    public void Delete_NoSuchFolder_IsNoError() => FolderContent.Delete(Path.Combine(_pod.Volume, "staging"));

    [Fact]
    public void Delete_ManyFiles_AreGone()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_pod.Volume, "staging")).FullName;
        for (var i = 0; i < 3000; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"a-rather-long-name-so-that-one-buffer-of-entries-does-not-hold-all-of-them-{i}"), []);
        }

        FolderContent.Delete(folder);

        Directory.Exists(folder).Should().BeFalse();
    }

    [Fact]
    public void Flush_NoSuchFolder_SaysWhy()
    {
        var flush = () => DirectorySync.Flush("/nonexistent");

        flush.Should().Throw<IOException>().WithMessage("/nonexistent*No such file*");
        DirectorySync.Flush(_pod.Volume);
    }
}
