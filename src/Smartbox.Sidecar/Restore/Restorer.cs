using Smartbox.Protocol;
using Smartbox.Sidecar.Epochs;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Storage;
using Smartbox.Sidecar.Volume;
using Smartbox.Store.Files;
using Smartbox.Store.ObjectStores;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots;

namespace Smartbox.Sidecar.Restore;

/// <summary>
/// Fills an empty volume before the agent starts, or refuses to let it start. A volume that holds this box's state is left alone:
/// it is newer than the bucket.
/// </summary>
/// <param name="options">Box and pod.</param>
/// <param name="limits">Limits.</param>
/// <param name="store">The box's part of the bucket.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
/// <param name="beforeStep">Called before each change of the volume; tests crash there.</param>
internal sealed class Restorer(
    SidecarOptions options, RestoreOptions limits, IBoxStore store, TimeProvider time, ILogger<Restorer> logger, Action<RestoreStep>? beforeStep = null)
{
    private readonly VolumeLayout _volume = new(options.VolumePath);
    private readonly EpochClaim _claim = new(store.Objects, options.Epoch, options.PodUid);

    /// <exception cref="SidecarException">The agent must not start; the next run may heal it.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_volume.Inspect(options.Uid) is { } marker)
            {
                await ResumeAsync(marker, cancellationToken);
            }
            else
            {
                await FillAsync(cancellationToken);
            }
        }
        catch (ObjectStoreException e)
        {
            throw new SidecarException(
                TerminationReasons.StoreUnavailable,
                $"The bucket cannot be used, and a box is never started empty in place of its backup; it is tried again. {e.Message}", e);
        }
        catch (RepositoryException e)
        {
            throw new SidecarException(TerminationReasons.RestoreFailed, $"The repository in the bucket cannot be opened. {e.Message}", e);
        }
        catch (Exception e) when (e is FileSystemException or IOException or UnauthorizedAccessException)
        {
            throw new SidecarException(TerminationReasons.RestoreFailed, $"The volume cannot be written. {e.Message}", e);
        }
    }

    private async Task ResumeAsync(Marker marker, CancellationToken cancellationToken)
    {
        Step(RestoreStep.DiscardStaging);
        FolderTree.Delete(_volume.Staging);
        using var deadline = new CancellationTokenSource(limits.ClaimPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await _claim.ClaimAsync(either.Token);
        }
        catch (Exception e) when (e is ObjectStoreException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The state is here; the backup container claims before it writes, and stops if it may not.
            Log.ClaimPostponed(logger, e.Message);
            return;
        }

        Step(RestoreStep.RecordClaim);
        if (marker.Claim != Claimed)
        {
            MarkerFile.Write(_volume.Marker, marker with { Claim = Claimed });
        }

        Log.NothingToRestore(logger);
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        await _claim.ClaimAsync(cancellationToken);
        var repository = await store.OpenAsync(cancellationToken);
        var listing = repository is null ? new SnapshotListing([], []) : await repository.ReadSnapshotsAsync(cancellationToken);
        var all = listing.Snapshots;
        var candidates = SnapshotChoice.NewestFirst(all);
        if (listing.Damaged is [var (damagedId, error), ..])
        {
            // Nobody knows how old it is: it may be the newest.
            throw new SidecarException(
                TerminationReasons.RestoreFailed,
                $"Snapshot {damagedId} cannot be read and may be the newest. {Offer(candidates, "delete the object repo/snapshots/" + damagedId)} {error.Message}",
                error);
        }

        if (candidates.Count > 0)
        {
            var marker = NewMarker(Marker.Restored) with { Repository = repository!.Id, FirstRecoverable = all.Min(item => item.Snapshot.Time) };
            await RestoreAsync(repository, candidates, marker, cancellationToken);
        }
        else if (all.Count > 0)
        {
            throw new SidecarException(
                TerminationReasons.RestoreFailed,
                $"The repository has {all.Count} snapshots, and each is held or not of this product. Remove the tag 'held' of the one that is right (restic tag --remove held ID).");
        }
        else if (options.ExpectState)
        {
            throw new SidecarException(
                TerminationReasons.StateMissing,
                "This box was backed up before, and the bucket has no snapshot of it: it is not started empty. Check the SmartboxStore's bucket and prefix.");
        }
        else
        {
            await ProbeAsync(cancellationToken);
            StartEmpty(NewMarker(Marker.New) with { Repository = repository?.Id });
        }
    }

    /// <summary>Once in a box's life: says what the bucket does not promise, before anything relies on it.</summary>
    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var missing in await store.ProbeAsync(cancellationToken))
            {
                Log.GuaranteeMissing(logger, missing);
            }
        }
        catch (ObjectStoreException e)
        {
            // Not a reason against starting: the bucket was read a moment ago, and the first snapshot says what it refuses.
            Log.NotProbed(logger, e.Message);
        }
    }

    private void StartEmpty(Marker marker)
    {
        CreateStaging();
        Publish(marker);
        Log.StartsEmpty(logger);
    }

    private async Task RestoreAsync(
        IRepository repository, IReadOnlyList<(string Id, SnapshotDocument Snapshot)> candidates, Marker marker, CancellationToken cancellationToken)
    {
        var (id, snapshot) = candidates[0];
        Log.Restoring(logger, id, snapshot.Time);
        var start = time.GetTimestamp();
        CreateStaging();
        Step(RestoreStep.WriteState);
        var observed = new ObservedRepository(repository);
        RestoreResult result;
        try
        {
            result = await ProgressLog.FollowAsync(
                store.CreateEngine(observed).RestoreAsync(id, _volume.Staging, cancellationToken),
                elapsed => Log.Progress(logger, observed.LoadedBytes, elapsed.TotalSeconds),
                time);
        }
        catch (RepositoryException e)
        {
            throw new SidecarException(TerminationReasons.RestoreFailed, Damaged(e.Message, candidates), e);
        }

        Publish(marker with
        {
            LastSnapshot = new SnapshotRecord(
                id, snapshot.Time, result.Files, result.Bytes, snapshot.Summary?.DataAdded ?? 0, VolumeLayout.IsEmpty(_volume.StagingState)),
        });
        Log.Restored(logger, id, result.Files, result.Bytes, time.GetElapsedTime(start).TotalSeconds);
    }

    private static string Damaged(string why, IReadOnlyList<(string Id, SnapshotDocument Snapshot)> candidates)
    {
        var (id, snapshot) = candidates[0];
        var offer = Offer([.. candidates.Skip(1)], $"set the damaged one aside (restic tag --add {SnapshotChoice.HeldTag} {id})");
        return $"Snapshot {id} of {snapshot.Time:u} is damaged and was not used. {offer} {why}";
    }

    private static string Offer(IReadOnlyList<(string Id, SnapshotDocument Snapshot)> others, string how) => others is [var (id, snapshot), ..]
        ? $"The newest other one is {id} of {snapshot.Time:u}: to take it instead, {how}."
        : "There is no other snapshot.";

    private void CreateStaging()
    {
        Step(RestoreStep.DiscardStaging);
        FolderTree.Delete(_volume.Staging);
        FolderTree.Delete(_volume.Cache);
        Step(RestoreStep.CreateStaging);
        Directory.CreateDirectory(_volume.Staging, VolumeLayout.FolderMode);
    }

    private void Publish(Marker marker)
    {
        Step(RestoreStep.CompleteFolders);
        Directory.CreateDirectory(_volume.StagingState, VolumeLayout.FolderMode);
        Directory.CreateDirectory(_volume.StagingRelay, VolumeLayout.FolderMode);
        Step(RestoreStep.WriteMarker);
        MarkerFile.Write(_volume.StagingMarker, marker);
        Step(RestoreStep.SyncStaging);
        FolderTree.Sync(_volume.Staging);
        Step(RestoreStep.Publish);
        Directory.Move(_volume.Staging, _volume.Box);
        Step(RestoreStep.SyncVolume);
        FolderTree.Sync(_volume.Root);
    }

    private Marker NewMarker(string origin) => new()
    {
        Version = Marker.CurrentVersion,
        Box = options.Uid,
        Origin = origin,
        Created = time.GetUtcNow(),
        Claim = Claimed,
    };

    private ClaimRecord Claimed => new(options.Epoch, options.PodUid);

    private void Step(RestoreStep step) => beforeStep?.Invoke(step);
}
