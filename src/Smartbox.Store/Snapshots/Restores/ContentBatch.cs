using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;
using Smartbox.Store.Repositories;

namespace Smartbox.Store.Snapshots.Restores;

/// <summary>
/// Files whose contents are read together, in the order in which the repository has their blobs. Batches bound the memory of a restore, whatever it restores.
/// </summary>
internal sealed class ContentBatch(IRepository repository, RestoreTarget target)
{
    private const int MostBlobs = 32 * 1024;
    private const int MostOpenFiles = 128;

    private readonly List<RestoredFile> _files = [];
    private readonly Dictionary<BlobId, List<(RestoredFile File, long Offset)>> _places = [];
    private int _blobs;
    private int _openFiles;

    public bool IsFull => _blobs >= MostBlobs || _files.Count >= MostBlobs;

    /// <summary>Takes a file that was made; its length must be that of its blobs.</summary>
    /// <exception cref="RepositoryException">A blob is missing, or the length is another.</exception>
    public async Task AddAsync(RestoredFile file, CancellationToken cancellationToken)
    {
        long offset = 0;
        var places = new List<(BlobId Id, long Offset)>(file.Node.Content!.Count);
        foreach (var id in file.Node.Content)
        {
            places.Add((id, offset));
            offset += repository.LengthOf(BlobType.Data, id) ?? (await repository.LoadBlobAsync(BlobType.Data, id, cancellationToken)).Length;
        }

        if (offset != file.Node.Size)
            throw new RepositoryException($"{file.Path} should have {file.Node.Size} bytes, but its content has {offset}.");
        foreach (var (id, at) in places)
        {
            if (!_places.TryGetValue(id, out var list))
                _places[id] = list = new List<(RestoredFile, long)>(1);
            list.Add((file, at));
        }

        _files.Add(file);
        _blobs += places.Count;
    }

    /// <summary>Writes the contents of all files that were added, then hands each complete one over.</summary>
    /// <param name="complete">Called for each file in the order in which they were added.</param>
    /// <param name="damaged">Called for each file that has a damaged blob.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task WriteAsync(Action<RestoredFile> complete, Action<RestoredFile> damaged, CancellationToken cancellationToken)
    {
        var waiting = new ConcurrentDictionary<BlobId, byte>(_places.Keys.Select(id => KeyValuePair.Create(id, (byte)0)));
        var damagedFiles = new HashSet<RestoredFile>();
        try
        {
            while (!waiting.IsEmpty)
            {
                try
                {
                    await repository.LoadBlobsAsync(BlobType.Data, [.. waiting.Keys], Consume, cancellationToken);
                }
                catch (RepositoryException e) when (e.Blob is { } bad && waiting.TryRemove(bad, out _))
                {
                    damagedFiles.UnionWith(_places[bad].Select(place => place.File));
                }
                catch (RepositoryException e) when (e.Blob is null)
                {
                    // It does not say which: each of what is left is asked for alone.
                    foreach (var id in waiting.Keys)
                        await LoadAloneAsync(id, damagedFiles, cancellationToken);
                    waiting.Clear();
                }
            }
        }
        finally
        {
            foreach (var file in _files)
                file.Handle?.Dispose();
        }

        foreach (var file in _files)
            (damagedFiles.Contains(file) ? damaged : complete)(file);

        ValueTask Consume(BlobId id, ReadOnlyMemory<byte> content, CancellationToken token)
        {
            Write(id, content.Span);
            waiting.TryRemove(id, out _);
            return ValueTask.CompletedTask;
        }
    }

    private async Task LoadAloneAsync(BlobId id, HashSet<RestoredFile> damagedFiles, CancellationToken cancellationToken)
    {
        try
        {
            Write(id, (await repository.LoadBlobAsync(BlobType.Data, id, cancellationToken)).Span);
        }
        catch (RepositoryException)
        {
            damagedFiles.UnionWith(_places[id].Select(place => place.File));
        }
    }

    private void Write(BlobId id, ReadOnlySpan<byte> content)
    {
        // Files have their length already: what is zero stays a hole.
        var isZero = content.IndexOfAnyExcept((byte)0) < 0;
        foreach (var (file, offset) in _places[id])
        {
            if (offset == 0 && content.StartsWith("SQLite format 3\0"u8))
                file.IsDatabase = true;
            if (isZero)
                continue;
            var handle = OpenFor(file, out var isKept);
            try
            {
                RandomAccess.Write(handle, content, offset);
            }
            finally
            {
                if (!isKept)
                    handle.Dispose();
            }
        }
    }

    private SafeFileHandle OpenFor(RestoredFile file, out bool isKept)
    {
        lock (file)
        {
            isKept = file.Handle is not null;
            if (file.Handle is not null)
                return file.Handle;
            var handle = target.In(file.Folder, folder => folder.OpenFileToWrite(file.Name));
            if (file.Node.Content!.Count > 1 && Interlocked.Increment(ref _openFiles) <= MostOpenFiles)
            {
                file.Handle = handle;
                isKept = true;
            }

            return handle;
        }
    }
}
