using System.Text.Json.Nodes;
using Smartbox.ApiServer.Requests;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Controllers;

/// <summary>Makes the namespaces that clients take for given.</summary>
internal static class FirstObjects
{
    private static readonly string[] s_namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

    public static async Task EnsureAsync(IObjectStore store, ResourceCatalog catalog, ObjectCreation creation, CancellationToken cancellationToken)
    {
        var type = catalog.Find("", "v1", NamespaceGate.Resource)!;
        var options = new WriteOptions("smartbox-local", IsDryRun: false, FieldValidation.Ignore);
        foreach (var name in s_namespaces.Where(name => store.Get(new ObjectKey(NamespaceGate.Resource, "", name)) is null))
        {
            var value = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } };
            value.SetKind(type);
            ObjectDecoding.Complete(type, value);
            await creation.CreateAsync(type, "", value, options, [], isApplied: false, cancellationToken);
        }
    }
}
