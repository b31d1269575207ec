using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Merging;

/// <summary>One apply of a checked configuration: merge, take away what is no longer applied, look for conflicts, and say who owns what now.</summary>
internal sealed class ServerSideApply
{
    private const string Apply = ManagedFieldsEntry.ApplyOperation;

    private readonly JsonObject? live;
    private readonly JsonObject current;
    private readonly JsonObject applied;
    private readonly Schema schema;
    private readonly FieldWriter writer;
    private readonly FieldManagers managers;

    public ServerSideApply(JsonObject? live, JsonObject applied, Schema schema, FieldWriter writer)
    {
        this.live = live;
        this.applied = applied;
        this.schema = schema;
        this.writer = writer;
        managers = ReadManagers(live);
        current = live?.DeepClone().AsObject() ?? [];
        (current["metadata"] as JsonObject)?.Remove("managedFields");
        if (live is not null && managers.IsEmpty) AddFormerOwner();
    }

    public JsonObject Run(bool force)
    {
        ManagedFieldsEntry? before = managers.Find(Apply, writer);
        if (before is not null) managers.Remove(before);

        FieldSet own = writer.Writable(OwnedFields.Of(schema, applied)) ?? new FieldSet();
        var removal = new TypedRemoval([own, .. managers.Entries.Select(entry => entry.Fields)]);
        JsonObject merged = TypedMerge.Merge(schema, current, applied)!.AsObject();
        if (before is not null) removal.Remove(schema, merged, before.Fields);

        FieldDifference difference = writer.Writable(FieldDifference.Between(schema, current, merged, writer.IsBuiltIn));
        if (!force) ThrowOnConflicts(difference.Changed);

        managers.Release(difference);
        removal.DropEmptied();
        if (FieldWriter.Ownable(own) is { } fields)
        {
            bool isSame = live is not null && JsonEquality.Same(current, merged);
            managers.Add(ManagedFieldsEntry.Of(Apply, writer, fields, isSame ? before?.Time : ManagedFieldsEntry.TimeOf(writer.Now)));
        }

        managers.WriteTo(ManagedFields.Metadata(merged));
        if (LastApplied.Concerns(writer)) LastApplied.Update(merged, applied);

        return merged;
    }

    private void ThrowOnConflicts(FieldSet? changed)
    {
        List<ApplyConflict> conflicts = Conflicts(changed);
        if (conflicts.Count > 0 && LastApplied.Concerns(writer) && LastApplied.StillApplied(schema, current, writer) is { } allowed)
        {
            foreach (ApplyConflict conflict in conflicts) conflict.Fields.ExceptWith(allowed);
            conflicts.RemoveAll(conflict => conflict.Fields.IsEmpty);
        }

        if (conflicts.Count > 0) throw ApplyConflict.Error(conflicts);
    }

    private List<ApplyConflict> Conflicts(FieldSet? changed)
    {
        var conflicts = new List<ApplyConflict>();
        foreach (ManagedFieldsEntry entry in managers.Entries)
        {
            if (entry.Fields.Intersect(changed) is { } fields) conflicts.Add(new ApplyConflict(entry, fields));
        }

        return conflicts;
    }

    /// <summary>What nobody is known to own when the first apply comes belongs to a manager of its own, so that it does not vanish.</summary>
    private void AddFormerOwner()
    {
        FieldSet? all = FieldWriter.Ownable(writer.Writable(FieldDifference.Between(schema, [], current, writer.IsBuiltIn).Changed));
        if (all is null) return;

        FieldWriter former = writer with { Manager = "before-first-apply" };
        managers.Add(ManagedFieldsEntry.Of(ManagedFieldsEntry.UpdateOperation, former, all, ManagedFieldsEntry.TimeOf(writer.Now)));
    }

    private static FieldManagers ReadManagers(JsonObject? live)
    {
        try
        {
            return FieldManagers.Read(live?["metadata"]?["managedFields"]);
        }
        catch (FormatException e)
        {
            throw new ApiException(500, null, $"failed to decode managed fields: {e.Message}");
        }
    }
}
