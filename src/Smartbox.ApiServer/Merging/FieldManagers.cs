using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Merging;

/// <summary>All managers of an object: its <c>metadata.managedFields</c> while they are changed.</summary>
internal sealed class FieldManagers
{
    /// <value>10 managers that do not apply; the oldest are put together.</value>
    private const int MaximumUpdaters = 10;

    private readonly List<ManagedFieldsEntry> entries = [];

    public bool IsEmpty => entries.Count == 0;

    public IReadOnlyList<ManagedFieldsEntry> Entries => entries;

    /// <exception cref="FormatException">They are not managed fields.</exception>
    public static FieldManagers Read(JsonNode? managedFields, bool isTrusted = true)
    {
        var managers = new FieldManagers();
        foreach (JsonNode? item in managedFields as JsonArray ?? [])
        {
            ManagedFieldsEntry entry = ManagedFieldsEntry.Read(item);

            // what a client sent must be readable, and may be written in its own way
            if (!isTrusted) entry = entry.Rewritten();

            managers.entries.RemoveAll(other => other.IsSameManager(entry));
            managers.entries.Add(entry);
        }

        return managers;
    }

    /// <summary>The managers before an update: as the client sent them if it did, else as they were.</summary>
    public static FieldManagers BeforeUpdate(JsonNode? stored, JsonNode? sent, FieldWriter writer)
    {
        if (writer.Subresource is not null || sent is not JsonArray list) return ReadStored(stored);

        // a list with nothing in it forgets all managers; an empty one does so for built-in kinds only
        if (list.Count == 0) return writer.IsBuiltIn ? new FieldManagers() : ReadStored(stored);
        if (list.Count == 1 && list[0] is JsonObject { Count: 0 }) return new FieldManagers();
        if (JsonEquality.Same(stored, sent)) return ReadStored(stored);

        try
        {
            return Read(sent, isTrusted: false);
        }
        catch (FormatException)
        {
            return ReadStored(stored);
        }
    }

    public ManagedFieldsEntry? Find(string operation, FieldWriter writer) => entries.Find(entry => entry.IsSameManager(operation, writer));

    public void Add(ManagedFieldsEntry entry) => entries.Add(entry);

    public void Remove(ManagedFieldsEntry entry) => entries.Remove(entry);

    /// <summary>Takes away from all managers what was changed or removed.</summary>
    public void Release(FieldDifference difference)
    {
        foreach (ManagedFieldsEntry entry in entries)
        {
            entry.Release(difference.Changed);
            entry.Release(difference.Removed);
        }

        entries.RemoveAll(entry => entry.IsEmpty);
    }

    /// <summary>Puts the oldest updaters of a version together when there are too many.</summary>
    public void Cap()
    {
        List<ManagedFieldsEntry> updaters = entries.FindAll(entry => !entry.IsApply);
        int count = updaters.Count;
        if (count <= MaximumUpdaters) return;

        var buckets = new Dictionary<string, ManagedFieldsEntry>();
        foreach (ManagedFieldsEntry updater in updaters.OrderBy(entry => entry.Time, StringComparer.Ordinal).ThenBy(entry => entry.Manager, StringComparer.Ordinal))
        {
            if (count <= MaximumUpdaters) return;

            if (!buckets.TryGetValue(updater.ApiVersion, out ManagedFieldsEntry? bucket))
            {
                buckets[updater.ApiVersion] = updater;
                continue;
            }

            ManagedFieldsEntry ancient = bucket.As("ancient-changes");
            ancient.Add(updater.Fields, updater.Time);
            entries.Remove(bucket);
            entries.Remove(updater);
            entries.Add(ancient);
            buckets[updater.ApiVersion] = ancient;
            count--;
        }
    }

    /// <summary>Writes them into an object's metadata; none are written as nothing.</summary>
    public void WriteTo(JsonObject metadata)
    {
        metadata.Remove("managedFields");
        if (IsEmpty) return;

        entries.Sort(Order);
        metadata["managedFields"] = new JsonArray([.. entries.Select(entry => entry.Write())]);
    }

    private static FieldManagers ReadStored(JsonNode? stored)
    {
        try
        {
            return Read(stored);
        }
        catch (FormatException)
        {
            return new FieldManagers();
        }
    }

    /// <summary>Appliers first, then by time: what was written last stands last.</summary>
    private static int Order(ManagedFieldsEntry a, ManagedFieldsEntry b)
    {
        int order = string.CompareOrdinal(a.Operation, b.Operation);
        if (order == 0) order = string.CompareOrdinal(a.Time, b.Time);
        if (order == 0) order = string.CompareOrdinal(a.Manager, b.Manager);
        if (order == 0) order = string.CompareOrdinal(a.ApiVersion, b.ApiVersion);

        return order == 0 ? string.CompareOrdinal(a.Subresource, b.Subresource) : order;
    }
}
