using System.Globalization;
using System.Text;
using Smartbox.Store.ObjectStores;
using Smartbox.Store.Repositories;

namespace Smartbox.Store.Tests.Repositories;

/// <summary>Short ways to say what repository tests do again and again.</summary>
internal static class Scenario
{
    public const string Password = "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    public static RepositoryOptions Options { get; } = new() { Hostname = "box-uid" };

    public static Task<Repository> OpenOrCreateAsync(IObjectStore store) => Repository.OpenOrCreateAsync(store, Password, Options, CancellationToken.None);

    public static Task<Repository> OpenAsync(IObjectStore store) => Repository.OpenAsync(store, Password, Options, CancellationToken.None);

    public static byte[] Noise(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static byte[] Text(int length) => Encoding.ASCII.GetBytes(
        string.Concat(Enumerable.Range(length, (length / 5) + 1).Select(i => i.ToString("X5", CultureInfo.InvariantCulture))))[..length];

    public static string FileName(int i) => i.ToString("D4", CultureInfo.InvariantCulture);

    /// <summary>A snapshot of a folder <c>/state</c> with a file of one blob for each content, as restic would write it.</summary>
    public static async Task<string> SaveSnapshotAsync(IRepository repository, params IReadOnlyList<byte[]> contents)
    {
        StringBuilder nodes = new();
        for (var i = 0; i < contents.Count; i++)
        {
            var id = await repository.SaveBlobAsync(BlobType.Data, contents[i], CancellationToken.None);
            nodes.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture,
                $$"""{"name":"{{FileName(i)}}","type":"file","mode":384,"uid":0,"gid":0,"size":{{contents[i].Length}},"content":["{{id}}"]}""");
        }

        var inner = await repository.SaveBlobAsync(BlobType.Tree, Encoding.UTF8.GetBytes($$"""{"nodes":[{{nodes}}]}""" + "\n"), CancellationToken.None);
        var root = await repository.SaveBlobAsync(
            BlobType.Tree,
            Encoding.UTF8.GetBytes($$"""{"nodes":[{"name":"state","type":"dir","mode":2147484096,"uid":0,"gid":0,"content":null,"subtree":"{{inner}}"}]}""" + "\n"),
            CancellationToken.None);
        return await repository.SaveSnapshotAsync(
            new SnapshotDocument { Time = TimeProvider.System.GetUtcNow(), Tree = root, Paths = ["/state"], Hostname = "box", Tags = ["epoch=7"] },
            CancellationToken.None);
    }

    /// <summary>Opens the repository anew and reads a snapshot's root and all contents, as a restore would.</summary>
    public static async Task ReadAsync(IObjectStore store, string snapshot, IReadOnlyList<byte[]> contents)
    {
        using var repository = await OpenAsync(store);
        var found = (await repository.ListSnapshotsAsync(CancellationToken.None)).Single(s => s.Id == snapshot).Snapshot;
        await repository.LoadBlobAsync(BlobType.Tree, found.Tree, CancellationToken.None);
        foreach (var content in contents)
        {
            var read = await repository.LoadBlobAsync(BlobType.Data, BlobId.Of(content), CancellationToken.None);
            read.Span.SequenceEqual(content).Should().BeTrue("what is read without complaint must be right");
        }
    }
}
