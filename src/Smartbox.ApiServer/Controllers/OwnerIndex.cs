using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Controllers;

/// <summary>Who is owned by whom.</summary>
internal sealed class OwnerIndex
{
    // Guards both directions, so that they say the same.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<ObjectKey, bool>> _dependents = [];
    private readonly Dictionary<ObjectKey, IReadOnlyList<OwnerReference>> _owners = [];

    /// <summary>Notes the owners of an object.</summary>
    /// <returns>Those that it had before.</returns>
    public IReadOnlyList<OwnerReference> Set(ObjectKey key, IReadOnlyList<OwnerReference> owners)
    {
        lock (_lock)
        {
            var before = _owners.GetValueOrDefault(key, []);
            if (before.Count == 0 && owners.Count == 0)
            {
                return before;
            }

            foreach (var owner in before)
            {
                if (_dependents.TryGetValue(owner.Uid, out var known) && known.Remove(key) && known.Count == 0)
                {
                    _dependents.Remove(owner.Uid);
                }
            }

            foreach (var owner in owners)
            {
                if (!_dependents.TryGetValue(owner.Uid, out var known))
                {
                    _dependents[owner.Uid] = known = [];
                }

                known[key] = owner.BlocksDeletion;
            }

            if (owners.Count == 0)
            {
                _owners.Remove(key);
            }
            else
            {
                _owners[key] = owners;
            }

            return before;
        }
    }

    /// <returns>Objects that an owner has, and whether each keeps it from going first.</returns>
    public IReadOnlyList<(ObjectKey Key, bool Blocks)> Dependents(string uid)
    {
        lock (_lock)
        {
            return _dependents.TryGetValue(uid, out var known) ? [.. known.Select(entry => (entry.Key, entry.Value))] : [];
        }
    }
}
