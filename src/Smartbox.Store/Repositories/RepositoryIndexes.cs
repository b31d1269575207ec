using System.Text.Json;

namespace Smartbox.Store.Repositories;

/// <summary>The index files of a repository, and all that they say in memory.</summary>
internal sealed class RepositoryIndexes(UnpackedFiles files, BlobIndex blobs) : IDisposable
{
    // Guards the set of files that were loaded.
    private readonly SemaphoreSlim _gate = new(1);
    private HashSet<string> _loaded = [];

    /// <summary>Takes in what others have written, and drops what they have removed.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var present = await files.ListAsync(RepositoryKeys.Indexes, cancellationToken);
            var onlyGrown = _loaded.IsSubsetOf(present);
            var wanted = onlyGrown ? present.Except(_loaded) : present;
            var loaded = await UnpackedFiles.LoadAllAsync(wanted, LoadAsync, cancellationToken);
            blobs.Update(loaded.SelectMany(packs => packs), replace: !onlyGrown);
            _loaded = present;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Writes an index of packs, reads it back, and takes it in.</summary>
    public async Task SaveAsync(IReadOnlyList<StoredPack> packs, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _loaded.Add(await files.SaveVerifiedAsync(RepositoryKeys.Indexes, IndexFile.Write(packs), cancellationToken));
            blobs.Update(packs, replace: false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<List<StoredPack>> LoadAsync(string id, CancellationToken cancellationToken)
    {
        var json = await files.LoadAsync(RepositoryKeys.Indexes, id, cancellationToken);
        try
        {
            return IndexFile.Parse(json);
        }
        catch (JsonException e)
        {
            throw new RepositoryException($"{RepositoryKeys.Indexes}{id} is damaged: {e.Message}", e);
        }
    }
}
