using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Store.Files;
using Smartbox.Store.ObjectStores;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots;
using Smartbox.Store.Tests.Repositories;

namespace Smartbox.Store.Tests.Snapshots;

/// <summary>A box's volume, a repository in a folder, and engines for them. Its clock runs ten seconds ahead of the files, so that none is too young.</summary>
internal sealed class BoxFolders : IDisposable
{
    public const string Password = "correct horse battery staple";

    private readonly TemporaryFolder _folder = new();
    private Repository? _repository;

    public BoxFolders()
    {
        Directory.CreateDirectory(State);
        Directory.CreateDirectory(Relay);
        Directory.CreateDirectory(RepositoryFolder);
    }

    public string State => _folder.Combine("box/state");

    public string Relay => _folder.Combine("box/relay");

    public string Cache => _folder.Combine("cache");

    public string RepositoryFolder => _folder.Combine("repo");

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow().AddSeconds(10));

    public string[] Excludes { get; init; } = [];

    public Restic Restic => new(RepositoryFolder, Password) { WorkingFolder = _folder.Combine("box") };

    public string NewFolder(string name) => _folder.Combine(name);

    public async Task<Repository> RepositoryAsync() => _repository ??= await Repository.OpenOrCreateAsync(
        ObjectStoreFactory.Create(new ObjectStoreOptions { Folder = RepositoryFolder }, TimeProvider.System), Password, new RepositoryOptions(), default);

    public async Task<SnapshotEngine> EngineAsync() => EngineOn(await RepositoryAsync());

    public SnapshotEngine EngineOn(IRepository repository, TimeProvider? time = null) => new(
        repository,
        new SnapshotOptions
        {
            Roots = [new SnapshotRoot("/state", State), new SnapshotRoot("/relay", Relay)],
            CacheFolder = Cache,
            Hostname = "0b5e7a52-5b1c-4a38-a1a9-1f3e0a7c9d11",
            Excludes = Excludes,
        },
        time ?? Time,
        NullLogger<SnapshotEngine>.Instance);

    public async Task<SnapshotResult> SnapshotAsync(string? parent = null) =>
        await (await EngineAsync()).SnapshotAsync(new SnapshotRequest(parent, 1, []), default);

    public async Task<ChangeScan> ScanAsync() => await (await EngineAsync()).ScanAsync(default);

    /// <summary>Restores into a new folder and returns it.</summary>
    public async Task<string> RestoreAsync(string snapshot, string name = "restored")
    {
        await (await EngineAsync()).RestoreAsync(snapshot, NewFolder(name), default);
        return NewFolder(name);
    }

    /// <summary>Writes a file below the state folder.</summary>
    public void Write(string path, string content)
    {
        var full = Path.Combine(State, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    public void Write(string path, byte[] content)
    {
        Write(path, "");
        File.WriteAllBytes(Path.Combine(State, path), content);
    }

    /// <summary>Makes an empty file below the state folder by a name of any bytes.</summary>
    public void MakeFile(byte[] name)
    {
        using var folder = Folder.Open(State);
        using var file = folder.CreateFile(FileName.Terminated(name));
        RandomAccess.Write(file, Encoding.UTF8.GetBytes("content of an odd name"), 0);
    }

    /// <summary>Forgets what is open, as a restart does.</summary>
    public void Restart()
    {
        _repository?.Dispose();
        _repository = null;
    }

    public void Dispose()
    {
        _repository?.Dispose();
        _folder.Dispose();
    }
}
