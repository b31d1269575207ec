using Microsoft.Extensions.Logging;
using Smartbox.ApiServer.Pods;
using Smartbox.ApiServer.Requests;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Requests.Reading;
using Smartbox.ApiServer.Requests.Subresources;
using Smartbox.ApiServer.Requests.Writing;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer;

/// <summary>Puts the parts together.</summary>
internal static class ServerParts
{
    public static RequestPipeline Pipeline(
        IObjectStore store, ResourceCatalog catalog, ApiServerOptions options, Func<IPodBackend?> backend, ILoggerFactory loggers, CancellationToken stopping)
    {
        var clock = options.Clock;
        var creation = new ObjectCreation(store, new NamespaceGate(store), clock);
        var update = new ObjectUpdate(store, clock);
        var deletion = new ObjectDeletion(store, clock);
        var pods = new PodAccess(store, backend);
        var subresources = new SubresourceServer(
            new ScaleServer(store, update), new PodLogs(pods, clock, stopping), new PodPlacement(update, deletion, clock), new PortForwardServer(pods, stopping));
        var resources = new ResourceServer(
            store, new ObjectWrites(store, creation, update, clock), new DeletionServer(store, deletion, clock),
            new WatchServer(store, clock, options.BookmarkInterval, stopping), subresources, clock);
        return new RequestPipeline(catalog, resources, loggers.CreateLogger<RequestPipeline>());
    }
}
