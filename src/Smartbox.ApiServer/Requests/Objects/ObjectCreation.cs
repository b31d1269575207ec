using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>Stores new objects.</summary>
internal sealed class ObjectCreation(IObjectStore store, NamespaceGate gate, TimeProvider clock)
{
    private const int NameAttempts = 8;

    // What the server alone says of a new object.
    private static readonly string[] s_own = ["selfLink", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>Stores a decoded object.</summary>
    /// <param name="type">Its kind.</param>
    /// <param name="ns">Its namespace; empty for none.</param>
    /// <param name="value">The object; becomes the one that is stored.</param>
    /// <param name="options">Who writes.</param>
    /// <param name="warnings">Gets what the writer should know.</param>
    /// <param name="isApplied">Whether its managed fields are already those of an apply.</param>
    /// <param name="cancellationToken">Ends the waiting, not the write.</param>
    public async Task<StoredObject> CreateAsync(
        ResourceType type, string ns, JsonObject value, WriteOptions options, List<string> warnings, bool isApplied, CancellationToken cancellationToken)
    {
        var meta = value.Meta();
        gate.Check(type, ns, meta.Text("name") ?? "");
        Prepare(type, ns, value, options, isApplied);
        var prefix = meta.Text("name") is null ? meta.Text("generateName") : null;
        for (var attempt = 1; ; attempt++)
        {
            if (prefix is not null)
            {
                meta["name"] = ObjectNames.Generate(prefix);
            }

            if (attempt == 1)
            {
                ObjectValidation.Check(type, value, null);
                warnings.AddRange(type.Strategy?.Warnings?.Invoke(value) ?? []);
            }

            try
            {
                return await StoreAsync(type, ns, value, options.IsDryRun, cancellationToken);
            }
            catch (RevisionConflictException) when (prefix is not null && attempt < NameAttempts)
            {
                // Somebody has that name: another one is as good.
            }
            catch (RevisionConflictException)
            {
                throw ApiErrors.AlreadyExists(type, meta.Text("name")!);
            }
        }
    }

    private async Task<StoredObject> StoreAsync(ResourceType type, string ns, JsonObject value, bool isDryRun, CancellationToken cancellationToken)
    {
        var key = new ObjectTarget(type, ns, value.Meta().Text("name")!).Key;
        var content = type.Stored is { } view ? view.ToStored(value.DeepClone().AsObject()) : value;
        if (!isDryRun)
        {
            return await store.CreateAsync(key, content, cancellationToken);
        }

        return store.Get(key) is { } existing ? throw new RevisionConflictException(key, existing) : DryRun.Of(key, content);
    }

    private void Prepare(ResourceType type, string ns, JsonObject value, WriteOptions options, bool isApplied)
    {
        var meta = value.Meta();
        if (meta.Text("resourceVersion") is not null)
        {
            throw new ApiException(500, null, "resourceVersion should not be set on objects to be created");
        }

        foreach (var name in s_own)
        {
            meta.Remove(name);
        }

        meta.Remove("resourceVersion");
        if (type.IsNamespaced)
        {
            meta["namespace"] = ns;
        }
        else
        {
            meta.Remove("namespace");
        }

        if (type.HasStatus)
        {
            value.Remove(Isolation.Status);
        }

        var now = clock.GetUtcNow();
        if (!isApplied)
        {
            FieldTracking.Record(null, value, new ObjectTarget(type, ns, ""), options.Manager, now);
        }

        type.Strategy?.PrepareForCreate?.Invoke(value);
        meta["uid"] = Guid.NewGuid().ToString();
        meta["creationTimestamp"] = ObjectMeta.Format(now);
        Generations.Begin(type, value);
        CreationFinalizers.Add(type, value);
    }
}
