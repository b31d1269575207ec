using Microsoft.Extensions.Logging;
using Smartbox.ApiServer.Controllers;
using Smartbox.ApiServer.Pods;
using Smartbox.ApiServer.Requests;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Requests.Reading;
using Smartbox.ApiServer.Requests.Subresources;
using Smartbox.ApiServer.Requests.Writing;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer;

/// <summary>The parts of a server, put together.</summary>
internal sealed class ServerParts
{
    private readonly IObjectStore _store;
    private readonly ResourceCatalog _catalog = new();
    private readonly ObjectCreation _creation;

    public ServerParts(IObjectStore store, ApiServerOptions options, Func<IPodBackend?> backend, ILoggerFactory loggers, CancellationToken stopping)
    {
        _store = store;
        var clock = options.Clock;
        _creation = new ObjectCreation(store, new NamespaceGate(store), clock);
        var update = new ObjectUpdate(store, clock);
        var deletion = new ObjectDeletion(store, clock);
        var pods = new PodAccess(store, backend);
        var subresources = new SubresourceServer(
            new ScaleServer(store, update), new PodLogs(pods, clock, stopping), new PodPlacement(update, deletion, clock), new PortForwardServer(pods, stopping));
        var resources = new ResourceServer(
            store, new ObjectWrites(store, _creation, update, clock), new DeletionServer(store, deletion, clock),
            new WatchServer(store, clock, options.BookmarkInterval, stopping), subresources, clock);
        Pipeline = new RequestPipeline(_catalog, resources, loggers.CreateLogger<RequestPipeline>());
        Controllers = new ControllerSet(store, _catalog, update, deletion, clock, loggers, stopping);
    }

    public RequestPipeline Pipeline { get; }

    public ControllerSet Controllers { get; }

    /// <summary>Makes what clients take for given.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => FirstObjects.EnsureAsync(_store, _catalog, _creation, cancellationToken);
}
