using Microsoft.Extensions.Time.Testing;
using Smartbox.Store.ObjectStores;

namespace Smartbox.Store.Tests.ObjectStores;

public sealed class FolderObjectStoreTests : ObjectStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GetAsync_MissingFolder_IsNoEmptyBucket()
    {
        var store = new FolderObjectStore(_folder.Combine("not-mounted"), TimeProvider.System);

        var list = () => store.ListAsync("", CancellationToken.None);

        (await list.Should().ThrowAsync<ObjectStoreException>()).Which.Error.Should().Be(ObjectStoreError.BucketNotFound);
    }

    [Fact]
    public async Task Constructor_LeftoversOfAKill_AreRemovedAfterADay()
    {
        var leftover = Path.Combine(Directory.CreateDirectory(_folder.Combine(".tmp")).FullName, "leftover");
        await File.WriteAllTextAsync(leftover, "half");
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());

        var store = new FolderObjectStore(_folder.Path, clock);
        File.Exists(leftover).Should().BeTrue("its writer may still run");
        (await store.ListAsync("", CancellationToken.None)).Should().BeEmpty();

        clock.Advance(TimeSpan.FromHours(25));
        _ = new FolderObjectStore(_folder.Path, clock);
        File.Exists(leftover).Should().BeFalse();
    }

    [Fact]
    public async Task PutAsync_Cancelled_LeavesNothing()
    {
        var store = new FolderObjectStore(_folder.Path, TimeProvider.System);

        var put = () => store.PutAsync("one", Content(10), ifAbsent: false, new CancellationToken(canceled: true));

        await put.Should().ThrowAsync<OperationCanceledException>();
        Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    private protected override ObjectStoreOptions Options => new() { Folder = _folder.Path };

    private protected override Task<IObjectStore> OpenAsync() => Task.FromResult<IObjectStore>(new FolderObjectStore(_folder.Path, TimeProvider.System));
}
