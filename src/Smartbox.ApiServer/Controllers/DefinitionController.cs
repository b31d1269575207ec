using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Resources.Models;
using Smartbox.ApiServer.Schemas;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Controllers;

/// <summary>Serves what CustomResourceDefinitions define, and says so in their status. A deleted one goes after its objects.</summary>
/// <param name="writes">How it writes.</param>
/// <param name="served">Told when other kinds are served.</param>
/// <param name="clock">For conditions.</param>
/// <param name="logger">For failures.</param>
internal sealed class DefinitionController(ControllerWrites writes, Action served, TimeProvider clock, ILogger<DefinitionController> logger) : IObjectObserver
{
    public const string Resource = "customresourcedefinitions.apiextensions.k8s.io";

    private static readonly Schema s_objectMeta = ModelSchemas.Of<V1ObjectMeta>();

    private readonly WorkQueue<string> _queue = new(clock);

    // Generation of each definition as it is served: its status changes without anything new to serve.
    private readonly ConcurrentDictionary<string, (string Uid, long Generation)> _served = [];

    /// <summary>Serves what is stored, before the first request comes.</summary>
    public void Load()
    {
        foreach (var stored in writes.Store.List(new ListQuery(Resource, null)).Items)
        {
            var crd = stored.ToJson();
            try
            {
                if (DefinitionStatus.IsEstablished(crd))
                {
                    Serve(stored.Key.Name, crd);
                }
            }
            catch (ApiException e)
            {
                // It was good when it was stored; the server of another version sees it otherwise.
                Log.DefinitionFailed(logger, e, stored.Key.Name);
            }
        }
    }

    public Task RunAsync(CancellationToken cancellationToken) =>
        _queue.RunAsync(LookAtAsync, (name, e) => Log.DefinitionFailed(logger, e, name), cancellationToken);

    public void Observe(ResourceType type, ObjectChange change)
    {
        var key = change.Current.Key;
        if (key.Resource == Resource)
        {
            _queue.Add(key.Name);
            if (change.IsDeleted)
            {
                // Somebody may have waited for its names.
                AddAll();
            }
        }
        else if (type.IsCustom && change.IsDeleted)
        {
            _queue.Add($"{type.Resource}.{type.Group}");
        }
    }

    private void AddAll()
    {
        foreach (var other in writes.Store.List(new ListQuery(Resource, null)).Items)
        {
            _queue.Add(other.Key.Name);
        }
    }

    private async Task LookAtAsync(string name, CancellationToken cancellationToken)
    {
        var key = new ObjectKey(Resource, "", name);
        if (writes.Store.Get(key)?.ToJson() is not { } crd)
        {
            Withdraw(name);
        }
        else if (crd.IsDeleting())
        {
            await EndAsync(key, crd, cancellationToken);
        }
        else
        {
            await EstablishAsync(key, crd, cancellationToken);
        }
    }

    private async Task EstablishAsync(ObjectKey key, JsonObject crd, CancellationToken cancellationToken)
    {
        var conflict = DefinitionNames.Conflict(key.Name, crd, writes.Catalog.All);
        if (conflict is null)
        {
            Serve(key.Name, crd);
        }

        var wanted = DefinitionStatus.Of(crd, conflict, clock.GetUtcNow());
        if (!JsonNode.DeepEquals(crd[Isolation.Status], wanted))
        {
            await writes.ChangeAsync(
                key, Isolation.Status, value => value[Isolation.Status] = DefinitionStatus.Of(value, conflict, clock.GetUtcNow()), cancellationToken);
        }
    }

    private async Task EndAsync(ObjectKey key, JsonObject crd, CancellationToken cancellationToken)
    {
        if (!crd.Finalizers().Contains(CreationFinalizers.CustomObjects))
        {
            return;
        }

        var objects = writes.Store.List(new ListQuery(key.Name, null)).Items;
        if (objects.Count > 0)
        {
            await writes.ChangeAsync(key, Isolation.Status, value => DefinitionStatus.SetTerminating(value, clock.GetUtcNow()), cancellationToken);
            var kept = objects.Where(stored => !OwnedMeta.Of(stored).IsDeleting);
            await Task.WhenAll(kept.Select(stored => writes.DeleteAsync(stored.Key, null, PropagationPolicy.Background, cancellationToken)));
            return;
        }

        Withdraw(key.Name);
        await writes.RemoveFinalizerAsync(key, CreationFinalizers.CustomObjects, cancellationToken);
    }

    private void Serve(string name, JsonObject crd)
    {
        var version = (crd.Uid() ?? "", crd.Meta().Number("generation") ?? 0);
        if (_served.TryGetValue(name, out var known) && known == version)
        {
            return;
        }

        writes.Catalog.SetCustom(name, CrdReader.Read(crd, s_objectMeta));
        _served[name] = version;
        served();
    }

    private void Withdraw(string name)
    {
        if (_served.TryRemove(name, out _))
        {
            writes.Catalog.RemoveCustom(name);
        }
    }
}
