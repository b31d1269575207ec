using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Storage;

/// <summary>Objects in a SQLite file and in memory. What is acknowledged survives the death of the process and of the machine.</summary>
internal sealed class SqliteObjectStore : IObjectStore, IAsyncDisposable
{
    private readonly FolderLock _lock;
    private readonly ObjectFile _file;
    private readonly ChangeLog _log;
    private readonly ObjectWriter _writer;

    private SqliteObjectStore(FolderLock folderLock, ObjectFile file, ObjectSnapshot loaded, ObjectStoreOptions options)
    {
        _lock = folderLock;
        _file = file;
        _log = new ChangeLog(loaded, options);
        _writer = new ObjectWriter(file, _log, options);
    }

    public long Revision => _log.Current.Revision;

    /// <summary>Opens or creates the store of a folder and reads it into memory.</summary>
    /// <exception cref="ArgumentException">The options are wrong; all that is wrong is said.</exception>
    /// <exception cref="ObjectStoreException">Another process has the file, or it cannot be read.</exception>
    public static Task<SqliteObjectStore> OpenAsync(ObjectStoreOptions options, CancellationToken cancellationToken)
    {
        if (options.Validate() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join(' ', errors), nameof(options));

        // SQLite has no asynchronous calls.
        return Task.Run(() => Open(options), cancellationToken);
    }

    public StoredObject? Get(ObjectKey key) => _log.Current.Find(key);

    public ObjectPage List(ListQuery query)
    {
        ObjectTable table;
        long revision;
        if (query.Continue is { } place)
        {
            (table, revision) = (_log.TableAt(query.Resource, place.Revision), place.Revision);
        }
        else
        {
            var current = _log.Current;
            (table, revision) = (current.Table(query.Resource), current.Revision);
        }

        return table.Page(query, revision);
    }

    public async Task<StoredObject> CreateAsync(ObjectKey key, JsonObject content, CancellationToken cancellationToken)
    {
        if (Get(key) is { } existing)
            throw new RevisionConflictException(key, existing);
        return await _writer.WriteAsync(new PendingWrite(key, null, ObjectContent.From(content), isDeletion: false), cancellationToken);
    }

    public async Task<StoredObject> UpdateAsync(ObjectKey key, JsonObject content, long expected, CancellationToken cancellationToken)
    {
        var stored = Expect(key, expected);
        var next = ObjectContent.From(content);
        return next.SameAs(stored)
            ? stored
            : await _writer.WriteAsync(new PendingWrite(key, expected, next, isDeletion: false), cancellationToken);
    }

    public async Task<StoredObject> DeleteAsync(ObjectKey key, long expected, CancellationToken cancellationToken)
    {
        var last = ObjectContent.From(Expect(key, expected).Json);
        return await _writer.WriteAsync(new PendingWrite(key, expected, last, isDeletion: true), cancellationToken);
    }

    public IObjectWatch Watch(string resource, string? ns, long after) => new ObjectWatch(_log, _log.Open(resource, ns, after), after);

    /// <summary>Forgets the past now, as the bounds of the log do in time: older revisions can be neither watched nor listed.</summary>
    public void Compact() => _log.Compact();

    /// <summary>Commits what waits, ends the watches and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _log.Close();
        _file.Dispose();
        _lock.Dispose();
    }

    private static SqliteObjectStore Open(ObjectStoreOptions options)
    {
        FolderLock? folderLock = null;
        ObjectFile? file = null;
        try
        {
            folderLock = FolderLock.Take(options.Folder);
            file = ObjectFile.Open(Path.Combine(options.Folder, ObjectStoreOptions.FileName), options.MaxFileBytes);
            return new SqliteObjectStore(folderLock, file, file.Load(), options);
        }
        catch
        {
            file?.Dispose();
            folderLock?.Dispose();
            throw;
        }
    }

    /// <summary>A version that is already replaced needs no writer to be refused.</summary>
    private StoredObject Expect(ObjectKey key, long expected)
    {
        var stored = Get(key);
        return stored?.Revision == expected ? stored : throw new RevisionConflictException(key, stored);
    }
}
