namespace Smartbox.Store.ObjectStores;

/// <summary>A folder that behaves as a bucket: writes are whole or not at all, and survive a power cut once acknowledged.</summary>
/// <remarks>
/// Content goes to a temporary file, is synced, and gets its name by a rename (or by a hard link, which fails where the name is taken). A folder that is
/// missing is an error and never an empty bucket: its disk may not be mounted. Nothing is retried: what a local disk refuses, it refuses again.
/// </remarks>
internal sealed class FolderObjectStore : IObjectStore
{
    private const string TemporaryFolder = ".tmp";
    private static readonly TimeSpan TemporaryFileLife = TimeSpan.FromDays(1);

    private readonly string _root;
    private readonly TimeProvider _time;
    private readonly RequestCounter _counter = new();

    public FolderObjectStore(string root, TimeProvider time)
    {
        _root = Path.GetFullPath(root);
        _time = time;
        if (Directory.Exists(_root))
        {
            RemoveLeftovers();
        }
    }

    public long RequestCount => _counter.Counts.Total;

    public RequestCounts? Requests => _counter.Counts;

    public Task<bool> PutAsync(string key, ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken) =>
        GuardAsync(RequestClass.Write, key, async path =>
        {
            var temporary = Path.Combine(MakeFolder(Path.Combine(_root, TemporaryFolder)), Guid.NewGuid().ToString("N"));
            try
            {
                await WriteAndSyncAsync(temporary, content, cancellationToken);
                var folder = MakeFolder(Path.GetDirectoryName(path)!);
                if (!ifAbsent)
                {
                    File.Move(temporary, path, overwrite: true);
                }
                else if (!FolderNative.TryLink(temporary, path))
                {
                    return await HoldsAsync(path, content, cancellationToken);
                }

                FolderNative.SyncFolder(folder);
                return true;
            }
            finally
            {
                File.Delete(temporary);
            }
        });

    public Task<byte[]> GetAsync(string key, long offset, long? length, CancellationToken cancellationToken) =>
        GuardAsync(RequestClass.Read, key, async path =>
        {
            using var file = OpenRead(path);
            var rest = Math.Max(0, RandomAccess.GetLength(file) - offset);
            var content = new byte[Math.Min(length ?? rest, rest)];
            var read = await ReadFullyAsync(file, offset, content, cancellationToken);
            return read == content.Length ? content : content[..read];
        });

    public Task<int> ReadAsync(string key, long offset, Memory<byte> target, CancellationToken cancellationToken) =>
        GuardAsync(RequestClass.Read, key, async path =>
        {
            using var file = OpenRead(path);
            return await ReadFullyAsync(file, offset, target, cancellationToken);
        });

    public Task<long?> HeadAsync(string key, CancellationToken cancellationToken) =>
        GuardAsync(RequestClass.Read, key, path =>
        {
            var file = new FileInfo(path);
            return Task.FromResult(file.Exists ? file.Length : (long?)null);
        });

    public Task<IReadOnlyList<ObjectInfo>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        GuardAsync<IReadOnlyList<ObjectInfo>>(RequestClass.Write, null, _ =>
        {
            // A prefix need not end at a folder: its last part may be the beginning of a name.
            var slash = prefix.LastIndexOf('/');
            var folder = slash < 0 ? _root : PathOf(prefix[..slash]);
            List<ObjectInfo> found = [];
            if (Directory.Exists(folder))
            {
                foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var key = Path.GetRelativePath(_root, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
                    if (key[0] != '.' && key.StartsWith(prefix, StringComparison.Ordinal))
                    {
                        found.Add(new ObjectInfo(key, file.Length));
                    }
                }
            }

            return Task.FromResult<IReadOnlyList<ObjectInfo>>(found);
        });

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        GuardAsync(RequestClass.Delete, key, path =>
        {
            if (File.Exists(path))
            {
                File.Delete(path);
                FolderNative.SyncFolder(Path.GetDirectoryName(path)!);
            }

            return Task.FromResult(true);
        });

    private static Microsoft.Win32.SafeHandles.SafeFileHandle OpenRead(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);

    private static async Task<int> ReadFullyAsync(
        Microsoft.Win32.SafeHandles.SafeFileHandle file, long offset, Memory<byte> target, CancellationToken cancellationToken)
    {
        var done = 0;
        while (done < target.Length)
        {
            var read = await RandomAccess.ReadAsync(file, target[done..], offset + done, cancellationToken);
            if (read == 0)
            {
                break;
            }

            done += read;
        }

        return done;
    }

    private static async Task WriteAndSyncAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.Asynchronous);
        await RandomAccess.WriteAsync(file, content, 0, cancellationToken);
        RandomAccess.FlushToDisk(file);
    }

    private static async Task<bool> HoldsAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var file = OpenRead(path);
        if (RandomAccess.GetLength(file) != content.Length)
        {
            return false;
        }

        var there = new byte[content.Length];
        var read = await ReadFullyAsync(file, 0, there, cancellationToken);
        return there.AsSpan(0, read).SequenceEqual(content.Span);
    }

    private string PathOf(string key)
    {
        ObjectKey.Check(key);
        return Path.Combine(_root, key.Replace('/', Path.DirectorySeparatorChar));
    }

    /// <summary>Makes a folder below the root durable: each new one is synced into its parent.</summary>
    private static string MakeFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            var parent = Path.GetDirectoryName(folder)!;
            MakeFolder(parent);
            Directory.CreateDirectory(folder);
            FolderNative.SyncFolder(parent);
        }

        return folder;
    }

    private void RemoveLeftovers()
    {
        var temporary = new DirectoryInfo(Path.Combine(_root, TemporaryFolder));
        if (!temporary.Exists)
        {
            return;
        }

        var oldest = _time.GetUtcNow() - TemporaryFileLife;
        foreach (var file in temporary.EnumerateFiles().Where(f => f.LastWriteTimeUtc < oldest))
        {
            file.Delete();
        }
    }

    private async Task<T> GuardAsync<T>(RequestClass requestClass, string? key, Func<string, Task<T>> action)
    {
        _counter.Add(requestClass);
        if (!Directory.Exists(_root))
        {
            throw new ObjectStoreException(ObjectStoreError.BucketNotFound, $"The folder '{_root}' does not exist.");
        }

        try
        {
            return await action(key is null ? _root : PathOf(key));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ObjectStoreException(ObjectStoreError.NotFound, $"There is no object '{key}' in '{_root}'.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ObjectStoreException(ObjectStoreError.AccessDenied, $"The folder '{_root}' refuses access: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new ObjectStoreException(ObjectStoreError.Unavailable, $"The folder '{_root}' failed: {e.Message}", e);
        }
    }
}
