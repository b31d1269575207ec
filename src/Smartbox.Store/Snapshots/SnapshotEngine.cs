using Microsoft.Extensions.Logging;
using Smartbox.Store.Files;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots.Changes;
using Smartbox.Store.Snapshots.Databases;

namespace Smartbox.Store.Snapshots;

/// <summary>Takes and restores snapshots in restic's format. One call at a time.</summary>
public sealed class SnapshotEngine : ISnapshotEngine
{
    private readonly IRepository _repository;
    private readonly SnapshotOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SnapshotEngine> _logger;

    /// <param name="repository">Where snapshots are.</param>
    /// <param name="options">What they hold.</param>
    /// <param name="time">Clock; it is compared with the times of files.</param>
    /// <param name="logger">Log.</param>
    /// <exception cref="ArgumentException">A root's path is not a slash and one name, or is there twice.</exception>
    public SnapshotEngine(IRepository repository, SnapshotOptions options, TimeProvider time, ILogger<SnapshotEngine> logger)
    {
        foreach (var root in options.Roots)
        {
            if (root.Path.Length < 2 || root.Path[0] != '/' || !FileName.IsSafe(System.Text.Encoding.UTF8.GetBytes(root.Path[1..])))
                throw new ArgumentException($"'{root.Path}' is not a slash and one name.", nameof(options));
        }

        if (options.Roots.DistinctBy(root => root.Path).Count() != options.Roots.Count)
            throw new ArgumentException("Two roots have one path.", nameof(options));
        _repository = repository;
        _options = options;
        _time = time;
        _logger = logger;
    }

    public Task<ChangeScan> ScanAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var start = _time.GetTimestamp();
            using var cache = ChangeCache.Open(_options.CacheFolder, _repository.Id);
            var (isDirty, files, bytes) = new ChangeScanner(_options, cache, cancellationToken).Scan();
            return new ChangeScan(isDirty, files, bytes, _time.GetElapsedTime(start))
            {
                FilesBefore = cache.Summary?.Files,
                BytesBefore = cache.Summary?.Bytes,
            };
        },
        cancellationToken);

    public Task<SnapshotResult> SnapshotAsync(SnapshotRequest request, CancellationToken cancellationToken) =>
        Task.Run(() => MakeSnapshotAsync(request, cancellationToken), cancellationToken);

    public Task<RestoreResult> RestoreAsync(string snapshotId, string targetFolder, CancellationToken cancellationToken) =>
        Task.Run(() => new TreeRestorer(_repository, _options).RestoreAsync(snapshotId, targetFolder, cancellationToken), cancellationToken);

    private async Task<SnapshotResult> MakeSnapshotAsync(SnapshotRequest request, CancellationToken cancellationToken)
    {
        var start = _time.GetUtcNow();
        Directory.CreateDirectory(_options.CacheFolder);
        await using var repositoryLock = await _repository.LockAsync(cancellationToken);
        var uploadedBefore = _repository.UploadedBytes;
        using var cache = ChangeCache.Open(_options.CacheFolder, _repository.Id);
        using var writer = new ChangeCacheWriter(_options.CacheFolder);
        var tally = new SnapshotTally();
        using var storer = new FileStorer(_repository, new DatabaseCapture(_options.CacheFolder, _time), tally);
        var tree = await new TreeBuilder(_repository, _options, cache, writer, storer, tally, _time).BuildAsync(cancellationToken);
        var last = cache.Summary;
        var isUnchanged = request.ReuseUnchanged && last is not null && last.SnapshotId == request.Parent && last.Tree == tree;
        var id = request.Parent!;
        if (!isUnchanged)
        {
            await _repository.FlushAsync(cancellationToken);
            id = await _repository.SaveSnapshotAsync(Document(request, start, tree, tally, _repository.UploadedBytes - uploadedBefore), cancellationToken);
        }

        Commit(writer, new CacheSummary(_repository.Id, id, tree, tally.Files, tally.Bytes));
        return new SnapshotResult(id, start, tally.Files, tally.Bytes, _repository.UploadedBytes - uploadedBefore, tally.DirtyPaths)
        {
            Unchanged = isUnchanged,
            FilesBefore = last?.Files,
            BytesBefore = last?.Bytes,
            Warnings = tally.Warnings,
        };
    }

    private SnapshotDocument Document(SnapshotRequest request, DateTimeOffset start, BlobId tree, SnapshotTally tally, long addedBytes) => new()
    {
        Time = start,
        Parent = request.Parent,
        Tree = tree,
        Paths = [.. _options.Roots.Select(root => root.Path).Order(StringComparer.Ordinal)],
        Hostname = _options.Hostname,
        Uid = Libc.EffectiveUser(),
        Gid = Libc.EffectiveGroup(),
        Tags = [$"epoch={request.Epoch}", .. request.Tags],
        ProgramVersion = $"smartbox {typeof(SnapshotEngine).Assembly.GetName().Version?.ToString(3)}",
        Summary = new SnapshotSummary(
            start, _time.GetUtcNow(), tally.NewFiles, tally.ChangedFiles, tally.UnchangedFiles, addedBytes, addedBytes, tally.Files, tally.Bytes),
    };

    private void Commit(ChangeCacheWriter writer, CacheSummary summary)
    {
        try
        {
            writer.Commit(summary);
        }
        catch (IOException e)
        {
            // The snapshot is safe; only its memory of what it read is lost.
            Log.CacheLost(_logger, e.Message);
        }
    }
}
