using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Controllers;

/// <summary>How the server's own controllers write: through the same rules as everybody.</summary>
internal sealed class ControllerWrites(IObjectStore store, ResourceCatalog catalog, ObjectUpdate update, ObjectDeletion deletion)
{
    private static readonly WriteOptions s_options = new("smartbox-local", IsDryRun: false, FieldValidation.Ignore);

    public IObjectStore Store => store;

    public ResourceCatalog Catalog => catalog;

    /// <returns>A served version of what is stored as a resource; null when none is served any more.</returns>
    public ResourceType? TypeOf(string storageResource) => catalog.All.FirstOrDefault(type => type.Stored is null && type.GroupResource == storageResource);

    /// <summary>Changes an object; does nothing when it is gone.</summary>
    /// <param name="key">The object.</param>
    /// <param name="subresource">The part that is changed; null for the object itself.</param>
    /// <param name="change">Changes a copy.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task ChangeAsync(ObjectKey key, string? subresource, Action<JsonObject> change, CancellationToken cancellationToken)
    {
        if (TypeOf(key.Resource) is not { } type)
        {
            return;
        }

        JsonObject Change(JsonObject current)
        {
            var changed = current.DeepClone().AsObject();
            change(changed);
            return changed;
        }

        try
        {
            await update.UpdateAsync(new ObjectTarget(type, key.Namespace, key.Name, subresource), Change, s_options, ChangeKind.Patch, cancellationToken);
        }
        catch (ApiException e) when (e.Code == 404)
        {
            // Gone is as good.
        }
    }

    public Task RemoveFinalizerAsync(ObjectKey key, string finalizer, CancellationToken cancellationToken) => ChangeAsync(
        key, null, value => value.SetFinalizers([.. value.Finalizers().Where(kept => kept != finalizer)]), cancellationToken);

    /// <summary>Deletes an object, if it is still the one that is meant.</summary>
    public async Task DeleteAsync(ObjectKey key, string? uid, PropagationPolicy policy, CancellationToken cancellationToken)
    {
        if (TypeOf(key.Resource) is not { } type)
        {
            return;
        }

        try
        {
            await deletion.DeleteAsync(
                new ObjectTarget(type, key.Namespace, key.Name), new DeleteOptions { Propagation = policy, Uid = uid }, cancellationToken);
        }
        catch (ApiException e) when (e.Code is 404 or 409)
        {
            // Gone, or another one by now.
        }
    }
}
