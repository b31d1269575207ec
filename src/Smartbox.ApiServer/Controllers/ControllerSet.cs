using Microsoft.Extensions.Logging;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Controllers;

/// <summary>The server's own controllers, all driven by one feed.</summary>
internal sealed class ControllerSet
{
    private readonly GarbageCollector _garbage;
    private readonly NamespaceController _namespaces;
    private readonly DefinitionController _definitions;
    private readonly ClaimProtection _claims;
    private readonly ObjectFeed _feed;
    private readonly ResourceCatalog _catalog;
    private Task _running = Task.CompletedTask;

    public ControllerSet(
        IObjectStore store, ResourceCatalog catalog, ObjectUpdate update, ObjectDeletion deletion, TimeProvider clock, ILoggerFactory loggers,
        CancellationToken stopping)
    {
        var writes = new ControllerWrites(store, catalog, update, deletion);
        _catalog = catalog;
        _garbage = new GarbageCollector(writes, clock, loggers.CreateLogger<GarbageCollector>());
        _namespaces = new NamespaceController(writes, clock, loggers.CreateLogger<NamespaceController>());
        _definitions = new DefinitionController(writes, WatchAll, clock, loggers.CreateLogger<DefinitionController>());
        _claims = new ClaimProtection(writes, clock, loggers.CreateLogger<ClaimProtection>());
        _feed = new ObjectFeed(store, [_garbage, _namespaces, _definitions, _claims], stopping);
    }

    public void Start(CancellationToken stopping)
    {
        _definitions.Load();
        WatchAll();
        _running = Task.WhenAll(
            _garbage.RunAsync(stopping), _namespaces.RunAsync(stopping), _definitions.RunAsync(stopping), _claims.RunAsync(stopping));
    }

    /// <summary>Waits for what they are doing; they must have been told to stop.</summary>
    public async Task StopAsync()
    {
        await _running;
        await _feed.StopAsync();
    }

    private void WatchAll() => _feed.Watch(_catalog.All);
}
