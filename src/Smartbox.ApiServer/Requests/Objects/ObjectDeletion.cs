using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>Deletes objects, or marks them as being deleted where somebody has to finish first.</summary>
internal sealed class ObjectDeletion(IObjectStore store, TimeProvider clock)
{
    private const int Attempts = 100;

    /// <exception cref="ApiException">404 when it is gone already, 409 when it is not the one that was meant.</exception>
    public async Task<Deletion> DeleteAsync(ObjectTarget target, DeleteOptions options, CancellationToken cancellationToken)
    {
        var view = new ObjectView(target.Type);
        for (var attempt = 1; ; attempt++)
        {
            var stored = store.Get(target.Key) ?? throw ApiErrors.NotFound(target.Type, target.Name);
            var value = view.Json(stored);
            CheckPreconditions(target, value, options);
            CheckNamespace(target);
            var isGone = DeletionMark.Set(target.Type, value, options, clock.GetUtcNow(), out var isChanged);
            try
            {
                return new Deletion(await StoreAsync(target, view.ToStored(value), stored, options.IsDryRun, isGone, isChanged, cancellationToken), isGone);
            }
            catch (RevisionConflictException) when (attempt < Attempts && options.ResourceVersion is null)
            {
                // It is deleted in the version that came in between.
            }
            catch (RevisionConflictException)
            {
                throw ApiErrors.Modified(target.Type, target.Name);
            }
        }
    }

    private async Task<StoredObject> StoreAsync(
        ObjectTarget target, JsonObject content, StoredObject stored, bool isDryRun, bool isGone, bool isChanged, CancellationToken cancellationToken)
    {
        if (isDryRun)
        {
            return DryRun.Of(target.Key, content, stored.Revision);
        }

        if (!isGone)
        {
            return isChanged ? await store.UpdateAsync(target.Key, content, stored.Revision, cancellationToken) : stored;
        }

        await store.DeleteAsync(target.Key, stored.Revision, cancellationToken);
        return DryRun.Of(target.Key, content, stored.Revision);
    }

    private static void CheckPreconditions(ObjectTarget target, JsonObject value, DeleteOptions options)
    {
        var meta = value.Meta();
        if (options.Uid is { } uid && uid != meta.Text("uid"))
        {
            throw ApiErrors.Conflict(
                target.Type.Group, target.Type.Kind, target.Name,
                $"the UID in the precondition ({uid}) does not match the UID in record ({meta.Text("uid")}). The object might have been deleted and then recreated");
        }

        if (options.ResourceVersion is { } version && version != meta.Text("resourceVersion"))
        {
            throw ApiErrors.Conflict(
                target.Type.Group, target.Type.Kind, target.Name,
                $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({meta.Text("resourceVersion")}). "
                + "The object might have been modified");
        }
    }

    private static void CheckNamespace(ObjectTarget target)
    {
        if (target is { Type.GroupResource: NamespaceGate.Resource, Name: "default" or "kube-system" })
        {
            throw ApiErrors.Forbidden(target.Type, target.Name, "this namespace may not be deleted");
        }
    }
}
