using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Merging;

/// <summary>Who owns which field of an object (<c>metadata.managedFields</c>), and server-side apply, which lives by it.</summary>
/// <remarks>Source: KEP-555, and what kube-apiserver 1.37 does (the recordings in the tests).</remarks>
internal static class ManagedFields
{
    /// <summary>Writes into a new version of an object who owns its fields now: the writer, what it changed.</summary>
    /// <param name="before">The version before; null for a new object.</param>
    /// <param name="after">The new version, with the managed fields that the client sent, if any.</param>
    /// <param name="schema">Schema of the kind.</param>
    /// <param name="writer">Who writes.</param>
    public static void Record(JsonObject? before, JsonObject after, Schema schema, FieldWriter writer)
    {
        JsonObject metadata = Metadata(after);
        metadata.Remove("managedFields", out JsonNode? sent);
        FieldManagers managers = FieldManagers.BeforeUpdate(before?["metadata"]?["managedFields"], sent, writer);

        // somebody forgot them on purpose: nothing is tracked until the next apply
        if (before is not null && managers.IsEmpty) return;

        FieldDifference difference;
        try
        {
            difference = writer.Writable(FieldDifference.Between(FieldTypes.OfObject(schema), before ?? [], after, writer.IsBuiltIn));
        }
        catch (FormatException)
        {
            // an item without its key has no path; validation will say so, and if it does not, the owners stay who they were
            if (before?["metadata"]?["managedFields"] is { } stored) metadata["managedFields"] = stored.DeepClone();
            return;
        }

        managers.Release(difference);
        if (FieldWriter.Ownable(difference.Changed) is { } own)
        {
            // who scales leaves no time, as in the real server
            string? now = writer.Subresource == "scale" ? null : ManagedFieldsEntry.TimeOf(writer.Now);
            ManagedFieldsEntry? mine = managers.Find(ManagedFieldsEntry.UpdateOperation, writer);
            if (mine is null) managers.Add(ManagedFieldsEntry.Of(ManagedFieldsEntry.UpdateOperation, writer, own, now));
            else mine.Add(own, now);
        }

        managers.Cap();
        managers.WriteTo(metadata);
    }

    /// <summary>Merges an applied configuration into an object.</summary>
    /// <param name="live">The object as it is, which is left as it is; null when there is none.</param>
    /// <param name="applied">The configuration.</param>
    /// <param name="schema">Schema of the kind.</param>
    /// <param name="writer">Who applies.</param>
    /// <param name="force">Whether the writer takes the fields that others own.</param>
    /// <returns>The object as it should be; equal to the live one, also in its managed fields, when nothing changes.</returns>
    /// <exception cref="ApiException">409 for conflicts, 500 or 400 for what cannot be merged.</exception>
    public static JsonObject Apply(JsonObject? live, JsonObject applied, Schema schema, FieldWriter writer, bool force)
    {
        Schema objectSchema = FieldTypes.OfObject(schema);
        AppliedConfiguration.Check(objectSchema, applied);
        try
        {
            return new ServerSideApply(live, applied, objectSchema, writer).Run(force);
        }
        catch (FormatException e)
        {
            throw new ApiException(500, null, $"failed to create typed live object ({AppliedConfiguration.NameOf(live ?? applied)}): {e.Message}");
        }
    }

    /// <summary>Gives back the times of the managed fields when nothing else distinguishes a new version from the one before: then nothing was written.</summary>
    /// <returns>Whether the versions are equal now.</returns>
    public static bool KeepTimes(JsonObject before, JsonObject after)
    {
        if (JsonEquality.Same(before, after)) return true;

        JsonNode? old = Metadata(before)["managedFields"];
        JsonObject metadata = Metadata(after);
        metadata.Remove("managedFields", out JsonNode? now);
        metadata["managedFields"] = old?.DeepClone();
        if (old is null) metadata.Remove("managedFields");
        if (JsonEquality.Same(WithoutTimes(old), WithoutTimes(now)) && JsonEquality.Same(before, after)) return true;

        metadata["managedFields"] = now;
        if (now is null) metadata.Remove("managedFields");

        return false;
    }

    /// <summary>An object's metadata, which is made when there is none.</summary>
    internal static JsonObject Metadata(JsonObject map)
    {
        if (map["metadata"] is not JsonObject metadata) map["metadata"] = metadata = [];

        return metadata;
    }

    /// <summary>Entries as if nobody knew when: without times, and not in their order.</summary>
    private static JsonArray WithoutTimes(JsonNode? managedFields)
    {
        var entries = (managedFields as JsonArray ?? []).Select(entry => entry?.DeepClone()).ToList();
        foreach (JsonNode? entry in entries) (entry as JsonObject)?.Remove("time");

        return new JsonArray([.. entries.OrderBy(entry => $"{entry?["manager"]} {entry?["operation"]} {entry?["apiVersion"]} {entry?["subresource"]}", StringComparer.Ordinal)]);
    }
}
