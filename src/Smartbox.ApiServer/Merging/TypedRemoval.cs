using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Merging;

/// <summary>Takes out of a merged object what its applier had applied before, does not apply any more, and nobody else owns.</summary>
/// <param name="owners">What all managers own, the applier's new fields among them.</param>
internal sealed class TypedRemoval(IReadOnlyList<FieldSet> owners)
{
    private readonly List<(JsonObject Map, string Name)> emptied = [];

    /// <param name="schema">Schema of the object.</param>
    /// <param name="merged">The object, which is changed.</param>
    /// <param name="last">What the applier owned before.</param>
    public void Remove(Schema schema, JsonObject merged, FieldSet last) => Map(schema, merged, last, owners, isReleased: false, isGone: false);

    /// <summary>
    /// A map or list that lost its last item is null at first: it is still there for those who own it.
    /// When managers are told, it goes.
    /// </summary>
    public void DropEmptied()
    {
        foreach ((JsonObject map, string name) in emptied) map.Remove(name);
    }

    // released: the applier owned this or something around it; gone: something released, here or around, has no other owner
    private void Map(Schema? schema, JsonObject map, FieldSet last, IReadOnlyList<FieldSet> owners, bool isReleased, bool isGone)
    {
        foreach ((string element, FieldSet branch) in last.Children)
        {
            string name = element[2..];
            if (element[0] != 'f' || !map.TryGetPropertyValue(name, out JsonNode? value)) continue;

            bool isNamed = FieldTypes.IsNamed(schema, name);
            List<FieldSet> others = Find(owners, element);
            bool wasOwned = branch.IsMember || isNamed;
            bool released = isReleased || wasOwned;
            bool gone = isGone || (released && !others.Exists(owner => owner.IsMember || isNamed));
            if (gone && wasOwned) map.Remove(name);
            else if (Value(FieldTypes.OfField(schema, name), value, branch, others, released, gone)) Empty(map, name);
        }
    }

    private void Empty(JsonObject map, string name)
    {
        map[name] = null;
        emptied.Add((map, name));
    }

    /// <returns>Whether the last item is gone.</returns>
    private bool Value(Schema? schema, JsonNode? value, FieldSet last, List<FieldSet> others, bool isReleased, bool isGone)
    {
        switch (FieldTypes.Shape(schema, value), value)
        {
            case (FieldShape.Map, JsonObject { Count: > 0 } map):
                Map(schema, map, last, others, isReleased, isGone);
                return map.Count == 0;
            case (FieldShape.List, JsonArray { Count: > 0 } list):
                List(schema!, list, last, others, isReleased, isGone);
                return list.Count == 0;
            default:
                return false;
        }
    }

    private void List(Schema schema, JsonArray list, FieldSet last, List<FieldSet> owners, bool isReleased, bool isGone)
    {
        for (int i = list.Count - 1; i >= 0; i--)
        {
            string element = FieldTypes.Element(schema, list[i]);
            if (!last.TryFind(element, out FieldSet? branch)) continue;

            List<FieldSet> others = Find(owners, element);
            bool released = isReleased || branch.IsMember;
            bool gone = isGone || (released && !others.Exists(owner => owner.IsMember));
            if (gone && branch.IsMember) list.RemoveAt(i);
            else Value(schema.Items, list[i], branch, others, released, gone);
        }
    }

    private static List<FieldSet> Find(IReadOnlyList<FieldSet> owners, string element)
    {
        var found = new List<FieldSet>(owners.Count);
        foreach (FieldSet owner in owners)
        {
            if (owner.TryFind(element, out FieldSet? branch)) found.Add(branch);
        }

        return found;
    }
}
