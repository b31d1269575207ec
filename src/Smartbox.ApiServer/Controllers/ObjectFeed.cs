using System.Collections.Concurrent;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Controllers;

/// <summary>Tells observers of every object of every kind: of those that are there at first, then of changes.</summary>
internal sealed class ObjectFeed(IObjectStore store, IReadOnlyList<IObjectObserver> observers, CancellationToken stopping)
{
    private readonly ConcurrentDictionary<string, Task> _watches = [];

    /// <summary>Watches kinds that are not watched yet.</summary>
    public void Watch(IEnumerable<ResourceType> types)
    {
        foreach (var type in types.Where(type => type.Review is null && type.Stored is null))
        {
            _watches.GetOrAdd(type.StorageResource, _ => Task.Run(() => FollowAsync(type), CancellationToken.None));
        }
    }

    /// <summary>Waits until all watches have ended.</summary>
    public Task StopAsync() => Task.WhenAll(_watches.Values);

    private async Task FollowAsync(ResourceType type)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var page = store.List(new ListQuery(type.StorageResource, null));
                using var watch = store.Watch(type.StorageResource, null, page.Revision);
                foreach (var stored in page.Items)
                {
                    Tell(type, new ObjectChange(stored, null, IsDeleted: false));
                }

                while (true)
                {
                    foreach (var change in await watch.ReadAsync(stopping))
                    {
                        Tell(type, change);
                    }
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (RevisionCompactedException)
            {
                // Slower than the log is long: observers are told anew of all that is there, and look at what is, not at what they were told.
            }
        }
    }

    private void Tell(ResourceType type, ObjectChange change)
    {
        foreach (var observer in observers)
        {
            observer.Observe(type, change);
        }
    }
}
