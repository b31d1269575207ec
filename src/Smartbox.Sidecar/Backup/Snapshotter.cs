using Smartbox.Sidecar.Epochs;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Restore;
using Smartbox.Sidecar.Storage;
using Smartbox.Sidecar.Volume;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots;

namespace Smartbox.Sidecar.Backup;

/// <summary>Makes one snapshot after another, and keeps the marker's lineage: under the claimed epoch only, held when the state shrank.</summary>
internal sealed class Snapshotter
{
    private readonly SidecarOptions _options;
    private readonly IBoxStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly VolumeLayout _volume;
    private readonly EpochClaim _claim;
    private readonly LazyRepository _lazy;
    private readonly ObservedRepository _repository;
    private readonly ISnapshotEngine _engine;
    private bool _acceptShrunken;
    private bool _stateIsEmpty;
    private string? _held;
    private IReadOnlyList<string> _warnings = [];

    /// <exception cref="SidecarException">The volume does not hold this box.</exception>
    public Snapshotter(SidecarOptions options, IBoxStore store, TimeProvider time, ILogger<Snapshotter> logger)
    {
        _options = options;
        _store = store;
        _time = time;
        _logger = logger;
        _volume = new VolumeLayout(options.VolumePath);
        Marker = _volume.Inspect(options.Uid) ?? throw new SidecarException(
            Protocol.TerminationReasons.InvalidConfiguration, $"{options.VolumePath} holds no box: the container 'restore' has to run before 'backup'.");
        _claim = new EpochClaim(store.Objects, options.Epoch, options.PodUid);
        _lazy = new LazyRepository(Marker.Repository, store.OpenOrCreateAsync);
        _repository = new ObservedRepository(_lazy, ApproveAsync);
        _engine = store.CreateEngine(_repository);
    }

    /// <summary>Lineage, as it stands on the volume.</summary>
    public Marker Marker { get; private set; }

    /// <summary>Requests sent to the bucket.</summary>
    public long Requests => _store.Objects.RequestCount;

    /// <summary>Looks for changes, without requests.</summary>
    public Task<ChangeScan> ScanAsync(CancellationToken cancellationToken) => _engine.ScanAsync(cancellationToken);

    /// <summary>Makes a snapshot; when it returns, the snapshot is in the bucket and read back.</summary>
    /// <param name="tags">Why it is made.</param>
    /// <param name="acceptShrunken">Believe a state that is suddenly small.</param>
    /// <param name="cancellationToken">Ends the try; what is uploaded by then is used by the next.</param>
    /// <returns>The snapshot, and why it is held or null.</returns>
    /// <exception cref="SidecarException">Another pod took over.</exception>
    public async Task<(SnapshotResult Result, string? Held)> SnapshotAsync(
        IReadOnlyList<string> tags, bool acceptShrunken, CancellationToken cancellationToken)
    {
        var claimed = new ClaimRecord(_options.Epoch, _options.PodUid);
        if (Marker.Claim != claimed)
        {
            await _claim.ClaimAsync(cancellationToken);
            Save(Marker with { Claim = claimed });
        }

        await _lazy.OpenAsync(cancellationToken);
        if (Marker.Repository is { } known && known != _lazy.Id)
        {
            Log.RepositoryReplaced(_logger, known, _lazy.Id);
        }

        (_acceptShrunken, _held, _stateIsEmpty) = (acceptShrunken, null, Marker.LastSnapshot?.StateIsEmpty ?? false);
        var before = _repository.UploadedBytes;
        var start = _time.GetTimestamp();
        var result = await ProgressLog.FollowAsync(
            _engine.SnapshotAsync(new SnapshotRequest(Marker.LastSnapshot?.Id, _options.Epoch, tags), cancellationToken),
            elapsed => Log.Uploading(_logger, _repository.UploadedBytes - before, elapsed.TotalSeconds),
            _time);
        Save(Next(result));
        if (!result.Unchanged)
        {
            Log.Snapshotted(_logger, result.Id, result.Files, result.Bytes, result.AddedBytes, _time.GetElapsedTime(start).TotalSeconds);
        }

        Warn(result.Warnings);
        return (result, _held);
    }

    private Marker Next(SnapshotResult result)
    {
        var marker = Marker with { Repository = _lazy.Id, FirstRecoverable = Marker.FirstRecoverable ?? result.Time };
        return _held is null
            ? marker with
            {
                LastSnapshot = new SnapshotRecord(result.Id, result.Time, result.Files, result.Bytes, result.AddedBytes, _stateIsEmpty),
                HeldSince = null,
            }
            : marker with { HeldSince = marker.HeldSince ?? result.Time };
    }

    private async Task<SnapshotDocument> ApproveAsync(SnapshotDocument snapshot, CancellationToken cancellationToken)
    {
        await _claim.CheckAsync(cancellationToken);
        _stateIsEmpty = VolumeLayout.IsEmpty(_volume.State);
        if (!_acceptShrunken && snapshot.Summary is { } summary)
        {
            _held = ShrinkRule.Judge(Marker.LastSnapshot, summary.TotalFilesProcessed, summary.TotalBytesProcessed, _stateIsEmpty);
        }

        if (_held is null)
        {
            return snapshot;
        }

        Log.Held(_logger, _held);
        return snapshot with { Tags = [.. snapshot.Tags, SnapshotChoice.HeldTag] };
    }

    /// <summary>A file that cannot be read is not to be in every snapshot's log.</summary>
    private void Warn(IReadOnlyList<string> warnings)
    {
        foreach (var warning in warnings.Except(_warnings))
        {
            Log.Warned(_logger, warning);
        }

        _warnings = warnings;
    }

    private void Save(Marker marker)
    {
        MarkerFile.Write(_volume.Marker, marker);
        Marker = marker;
    }
}
