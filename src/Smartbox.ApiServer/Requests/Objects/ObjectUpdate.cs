using System.Globalization;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Merging;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>Stores new versions of objects.</summary>
internal sealed class ObjectUpdate(IObjectStore store, TimeProvider clock)
{
    // Each attempt that fails means that somebody else's write came through, so this ends; the bound only keeps a mistake from spinning.
    private const int Attempts = 100;

    // The server alone sets these; a writer's are ignored.
    private static readonly string[] s_kept = ["creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generateName"];

    // Built-in kinds that are replaced only under their resourceVersion; all custom ones are.
    private static readonly HashSet<string> s_conditional =
        ["leases.coordination.k8s.io", "customresourcedefinitions.apiextensions.k8s.io", "poddisruptionbudgets.policy", "priorityclasses.scheduling.k8s.io"];

    /// <summary>Changes an object. Where the change does not insist on a version, it is made again on each version that came in between.</summary>
    /// <param name="target">What is changed.</param>
    /// <param name="change">Makes the wanted version from the current one, which it leaves as it is.</param>
    /// <param name="options">Who writes.</param>
    /// <param name="kind">What kind of change it is.</param>
    /// <param name="cancellationToken">Ends the waiting, not the write.</param>
    public async Task<StoredObject> UpdateAsync(
        ObjectTarget target, Func<JsonObject, JsonObject> change, WriteOptions options, ChangeKind kind,
        CancellationToken cancellationToken)
    {
        var view = new ObjectView(target.Type);
        for (var attempt = 1; ; attempt++)
        {
            var stored = store.Get(target.Key) ?? throw ApiErrors.NotFound(target.Type, target.Name);
            var old = view.Json(stored);
            var value = change(old);
            var isConditional = kind == ChangeKind.Replacement && value.Meta().Text("resourceVersion") is not null;
            CheckPreconditions(target, value, old, kind);
            value = Prepare(target, value, old, options, kind);
            try
            {
                return await StoreAsync(target, view, stored, value, options.IsDryRun, cancellationToken);
            }
            catch (RevisionConflictException) when (attempt < Attempts && !isConditional)
            {
                // The change is made again on the version that came in between.
            }
            catch (RevisionConflictException)
            {
                throw ApiErrors.Modified(target.Type, target.Name);
            }
        }
    }

    /// <summary>Checks that an object is the one that the path names.</summary>
    public static void CheckPlace(ObjectTarget target, JsonObject meta)
    {
        if (meta.Text("name") is { } name && name != target.Name)
        {
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({target.Name})");
        }

        if (meta.Text("namespace") is { } ns && ns != target.Namespace)
        {
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    private static void CheckPreconditions(ObjectTarget target, JsonObject value, JsonObject old, ChangeKind kind)
    {
        var (type, meta, oldMeta) = (target.Type, value.Meta(), old.Meta());
        CheckPlace(target, meta);
        var version = meta.Text("resourceVersion");
        if (version is not null && !ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw new ApiException(500, null, $"strconv.ParseUint: parsing \"{version}\": invalid syntax");
        }

        if (version is null && kind == ChangeKind.Replacement && (type.IsCustom || s_conditional.Contains(type.GroupResource)))
        {
            throw ApiErrors.Invalid(
                type.Group, type.Resource, target.Name,
                new FieldError("metadata.resourceVersion", "FieldValueInvalid", "Invalid value: 0: must be specified for an update"));
        }

        if (version is not null && version != oldMeta.Text("resourceVersion"))
        {
            throw ApiErrors.Modified(type, target.Name);
        }

        if (meta.Text("uid") is { } uid && uid != oldMeta.Text("uid"))
        {
            throw ApiErrors.Conflict(
                type.Group, type.Resource, target.Name,
                $"Precondition failed: UID in precondition: {uid}, UID in object meta: {oldMeta.Text("uid")}");
        }
    }

    private JsonObject Prepare(ObjectTarget target, JsonObject value, JsonObject old, WriteOptions options, ChangeKind kind)
    {
        var type = target.Type;
        value.SetKind(type);
        value = Isolation.Apply(target, value, old);
        var (meta, oldMeta) = (value.Meta(), old.Meta());
        meta["name"] = target.Name;
        if (type.IsNamespaced)
        {
            meta["namespace"] = target.Namespace;
        }

        meta["uid"] = oldMeta.Text("uid");
        meta.Remove("selfLink");
        foreach (var name in s_kept)
        {
            meta.CopyFrom(oldMeta, name);
        }

        meta.CopyFrom(oldMeta, "resourceVersion");
        Generations.Continue(type, value, old);
        if (kind != ChangeKind.Application)
        {
            FieldTracking.Record(old, value, target, options.Manager, clock.GetUtcNow());
        }

        var isWhole = target.Subresource is null or Isolation.Status;
        if (isWhole)
        {
            type.Strategy?.PrepareForUpdate?.Invoke(value, old);
        }

        Generations.Continue(type, value, old);
        ObjectValidation.Check(type, value, old, isWhole);
        ManagedFields.KeepTimes(old, value);
        return value;
    }

    private async Task<StoredObject> StoreAsync(
        ObjectTarget target, ObjectView view, StoredObject stored, JsonObject value, bool isDryRun, CancellationToken cancellationToken)
    {
        var isGone = IsGone(value);
        var content = view.ToStored(value);
        if (isDryRun)
        {
            return DryRun.Of(target.Key, content, stored.Revision);
        }

        if (!isGone)
        {
            return await store.UpdateAsync(target.Key, content, stored.Revision, cancellationToken);
        }

        await store.DeleteAsync(target.Key, stored.Revision, cancellationToken);
        return DryRun.Of(target.Key, content, stored.Revision);
    }

    /// <summary>Whether nothing keeps a deleted object any more.</summary>
    private static bool IsGone(JsonObject value) =>
        value.IsDeleting() && value.Finalizers().Count == 0 && value.Meta().Number("deletionGracePeriodSeconds") is null or 0
        && !(value["spec"] is JsonObject spec && value.Text("kind") == "Namespace" && ObjectMeta.Texts(spec, "finalizers").Count > 0);
}
