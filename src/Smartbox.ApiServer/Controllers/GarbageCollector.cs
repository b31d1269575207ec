using Microsoft.Extensions.Logging;
using Smartbox.ApiServer.Requests;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Controllers;

/// <summary>Deletes what nobody owns any more, and holds an owner that is deleted in the foreground until what it owns is gone.</summary>
/// <remarks>What it was told only says where to look; what it does follows from what is stored then.</remarks>
internal sealed class GarbageCollector(ControllerWrites writes, TimeProvider clock, ILogger<GarbageCollector> logger) : IObjectObserver
{
    private readonly OwnerIndex _index = new();
    private readonly WorkQueue<ObjectKey> _queue = new(clock);

    public Task RunAsync(CancellationToken cancellationToken) =>
        _queue.RunAsync(LookAtAsync, (key, e) => Log.GarbageFailed(logger, e, key.ToString()), cancellationToken);

    public void Observe(ResourceType type, ObjectChange change)
    {
        var key = change.Current.Key;
        var meta = change.IsDeleted || OwnedMeta.IsOfInterest(change.Current) ? OwnedMeta.Of(change.Current) : null;
        var owners = change.IsDeleted ? [] : meta?.Owners ?? [];
        var before = _index.Set(key, owners);

        // An owner that waits for this one may go now.
        foreach (var owner in before.Where(owner => !owners.Contains(owner)))
        {
            if (KeyOf(owner, key) is { } ownerKey)
            {
                _queue.Add(ownerKey);
            }
        }

        if (change.IsDeleted)
        {
            AddDependents(meta!.Uid);
        }
        else if (meta is not null && (owners.Count > 0 || meta.IsDeleting))
        {
            _queue.Add(key);
        }
    }

    private void AddDependents(string uid)
    {
        foreach (var (dependent, _) in _index.Dependents(uid))
        {
            _queue.Add(dependent);
        }
    }

    private async Task LookAtAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (writes.Store.Get(key) is not { } stored || !OwnedMeta.IsOfInterest(stored))
        {
            return;
        }

        var meta = OwnedMeta.Of(stored);
        if (!meta.IsDeleting)
        {
            await KeepOrDeleteAsync(key, meta, cancellationToken);
        }
        else if (meta.Finalizers.Contains(DeletionMark.Orphan))
        {
            await OrphanAsync(key, meta.Uid, cancellationToken);
        }
        else if (meta.Finalizers.Contains(DeletionMark.Foreground))
        {
            await DeleteDependentsAsync(key, meta.Uid, cancellationToken);
        }
    }

    private async Task KeepOrDeleteAsync(ObjectKey key, OwnedMeta meta, CancellationToken cancellationToken)
    {
        var states = meta.Owners.ToLookup(owner => StateOf(owner, key));
        if (states[OwnerState.Present].Any())
        {
            var lost = states[OwnerState.Gone].Concat(states[OwnerState.Waiting]).Select(owner => owner.Uid).ToHashSet();
            if (lost.Count > 0)
            {
                await RemoveOwnersAsync(key, lost, cancellationToken);
            }
        }
        else if (meta.Owners.Count > 0)
        {
            // Where the owner waits, so does this one for what it owns itself.
            var isForeground = meta.Finalizers.Contains(DeletionMark.Foreground)
                || (states[OwnerState.Waiting].Any() && _index.Dependents(meta.Uid).Count > 0);
            var policy = isForeground ? PropagationPolicy.Foreground
                : meta.Finalizers.Contains(DeletionMark.Orphan) ? PropagationPolicy.Orphan
                : PropagationPolicy.Background;
            await writes.DeleteAsync(key, meta.Uid, policy, cancellationToken);
        }
    }

    private async Task DeleteDependentsAsync(ObjectKey key, string uid, CancellationToken cancellationToken)
    {
        var dependents = _index.Dependents(uid);
        foreach (var (dependent, _) in dependents)
        {
            _queue.Add(dependent);
        }

        if (!dependents.Any(dependent => dependent.Blocks))
        {
            await writes.RemoveFinalizerAsync(key, DeletionMark.Foreground, cancellationToken);
        }
    }

    private async Task OrphanAsync(ObjectKey key, string uid, CancellationToken cancellationToken)
    {
        foreach (var (dependent, _) in _index.Dependents(uid))
        {
            await RemoveOwnersAsync(dependent, [uid], cancellationToken);
        }

        await writes.RemoveFinalizerAsync(key, DeletionMark.Orphan, cancellationToken);
    }

    private Task RemoveOwnersAsync(ObjectKey key, HashSet<string> uids, CancellationToken cancellationToken) =>
        writes.ChangeAsync(key, null, value => OwnerReferences.Remove(value, uids), cancellationToken);

    private OwnerState StateOf(OwnerReference owner, ObjectKey dependent)
    {
        // Of a kind that is not served, nobody can say that it is gone.
        if (KeyOf(owner, dependent) is not { } key)
        {
            return OwnerState.Present;
        }

        if (writes.Store.Get(key) is not { } stored || OwnedMeta.Of(stored) is var meta && meta.Uid != owner.Uid)
        {
            return OwnerState.Gone;
        }

        return meta.IsDeleting && meta.Finalizers.Contains(DeletionMark.Foreground) ? OwnerState.Waiting : OwnerState.Present;
    }

    // An owner is in the namespace of what it owns, or in none.
    private ObjectKey? KeyOf(OwnerReference owner, ObjectKey dependent)
    {
        var slash = owner.ApiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : owner.ApiVersion[..slash];
        var type = writes.Catalog.All.FirstOrDefault(type => type.Stored is null && type.Group == group && type.Kind == owner.Kind);
        return type is null || (type.IsNamespaced && dependent.Namespace.Length == 0)
            ? null
            : new ObjectKey(type.StorageResource, type.IsNamespaced ? dependent.Namespace : "", owner.Name);
    }
}
