using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Merging;

/// <summary>The fields that an applied configuration claims: all leaves, and the items of maps and lists.</summary>
internal static class OwnedFields
{
    public static FieldSet Of(Schema? schema, JsonNode? value) => FieldTypes.Shape(schema, value) switch
    {
        FieldShape.Map => OfMap(schema, value as JsonObject),
        FieldShape.List => OfList(schema!, value as JsonArray),
        _ => FieldSet.Member(),
    };

    private static FieldSet OfMap(Schema? schema, JsonObject? map)
    {
        var set = new FieldSet();
        foreach ((string name, JsonNode? value) in map ?? [])
        {
            FieldSet branch = Of(FieldTypes.OfField(schema, name), value);
            branch.IsMember |= value is null or JsonObject { Count: 0 } || !FieldTypes.IsNamed(schema, name);
            set.Put(FieldElement.Field(name), branch);
        }

        return set;
    }

    private static FieldSet OfList(Schema schema, JsonArray? list)
    {
        var set = new FieldSet();
        foreach (JsonNode? item in list ?? [])
        {
            string element = FieldTypes.Element(schema, item);

            // of items that are there twice (a live object may have some) only the item as a whole can be owned
            FieldSet branch = set.Find(element) is null ? Of(schema.Items, item) : new FieldSet();
            branch.IsMember = true;
            set.Put(element, branch);
        }

        return set;
    }
}
