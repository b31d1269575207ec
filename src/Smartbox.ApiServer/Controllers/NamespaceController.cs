using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Smartbox.ApiServer.Requests;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Controllers;

/// <summary>Empties a namespace that is deleted, pods first: they may need what else is there for their end. Then lets it go.</summary>
internal sealed class NamespaceController(ControllerWrites writes, TimeProvider clock, ILogger<NamespaceController> logger) : IObjectObserver
{
    private const string Pods = "pods";

    private readonly WorkQueue<string> _queue = new(clock);
    private readonly ConcurrentDictionary<string, bool> _ending = [];

    public Task RunAsync(CancellationToken cancellationToken) =>
        _queue.RunAsync(EmptyAsync, (name, e) => Log.NamespaceFailed(logger, e, name), cancellationToken);

    public void Observe(ResourceType type, ObjectChange change)
    {
        var key = change.Current.Key;
        if (key.Resource != NamespaceGate.Resource)
        {
            // What came in while its namespace went is found by this too.
            if (key.Namespace.Length > 0 && _ending.ContainsKey(key.Namespace))
            {
                _queue.Add(key.Namespace);
            }

            return;
        }

        if (change.IsDeleted)
        {
            _ending.TryRemove(key.Name, out _);
        }
        else if (OwnedMeta.IsOfInterest(change.Current) && OwnedMeta.Of(change.Current).IsDeleting)
        {
            _ending[key.Name] = true;
            _queue.Add(key.Name);
        }
    }

    private async Task EmptyAsync(string name, CancellationToken cancellationToken)
    {
        var key = new ObjectKey(NamespaceGate.Resource, "", name);
        if (writes.Store.Get(key) is not { } stored || !OwnedMeta.Of(stored).IsDeleting)
        {
            return;
        }

        var resources = writes.Catalog.All.Where(type => type.IsNamespaced && type.Review is null && type.Stored is null)
            .Select(type => type.StorageResource).Distinct().ToList();
        if (await DeleteAllAsync([Pods], name, cancellationToken) && await DeleteAllAsync(resources, name, cancellationToken))
        {
            await writes.ChangeAsync(key, Isolation.Finalize, value => value["spec"]?.AsObject().Remove("finalizers"), cancellationToken);
        }
    }

    // Whether nothing is left.
    private async Task<bool> DeleteAllAsync(IReadOnlyList<string> resources, string ns, CancellationToken cancellationToken)
    {
        var found = resources.SelectMany(resource => writes.Store.List(new ListQuery(resource, ns)).Items).ToList();
        var kept = found.Where(stored => !OwnedMeta.Of(stored).IsDeleting);
        await Task.WhenAll(kept.Select(stored => writes.DeleteAsync(stored.Key, null, PropagationPolicy.Background, cancellationToken)));
        return !found.Any(stored => writes.Store.Get(stored.Key) is not null);
    }
}
