using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Config maps: keys in one form, each in one of two places, and an immutable one stays as it is.</summary>
internal static class ConfigMapStrategy
{
    public static readonly ResourceStrategy Strategy = new() { Validate = Validate };

    private static Problems Validate(JsonObject map, JsonObject? old)
    {
        var problems = new Problems();
        var place = Place.Of(map);
        foreach (var (key, value) in place["data"].Entries)
        {
            foreach (var wrong in NameRules.ConfigKey(key)) problems.Invalid(value, key, wrong);
            if (place["binaryData"][key].Exists) problems.Invalid(value, key, "duplicate of key present in binaryData");
        }
        foreach (var (key, value) in place["binaryData"].Entries)
            foreach (var wrong in NameRules.ConfigKey(key)) problems.Invalid(value, key, wrong);
        if (old is not null) Immutability.Check(place, old, ["data", "binaryData"], problems);
        return problems;
    }
}
