using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds.Rules;
using Smartbox.ApiServer.Resources.Models;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Persistent volume claims: what they ask for stays, but for a larger size once they are bound.</summary>
internal static class ClaimStrategy
{
    public static readonly ResourceStrategy Strategy = new()
    {
        Default = claim => claim.Child("spec").DefaultText("volumeMode", "Filesystem"),
        PrepareForCreate = claim => claim["status"] = new JsonObject { ["phase"] = "Pending" },
        Validate = Validate,
    };

    private static Problems Validate(JsonObject claim, JsonObject? old)
    {
        var problems = new Problems();
        var spec = Place.Of(claim)["spec"];
        if (!spec["accessModes"].Items.Any()) problems.Required(spec["accessModes"], "at least 1 access mode is required");
        foreach (var mode in spec["accessModes"].Items)
            problems.OneOf(mode with { Path = "spec.accessModes" }, "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
        if (spec["accessModes"].Items.Count() > 1 && spec["accessModes"].Items.Any(mode => mode.Text == "ReadWriteOncePod"))
            problems.Forbidden(spec["accessModes"], "may not use ReadWriteOncePod with other access modes");
        var size = spec["resources"]["requests"]["storage"] with { Path = "spec.resources[storage]" };
        if (!size.Exists) problems.Required(size);
        else if (Quantity.TryParse(size.Text, out var amount) && amount.Nanos <= 0) problems.Invalid(size, "must be greater than zero");
        if (spec["storageClassName"].Text.Length > 0) problems.Name(spec["storageClassName"], NameRules.Dns1123Subdomain);
        problems.OneOf(spec["volumeMode"], "Block", "Filesystem");
        if (old is not null && problems.Count == 0) CheckUpdate(spec, old, problems);
        return problems;
    }

    private static void CheckUpdate(Place spec, JsonObject old, Problems problems)
    {
        var (wanted, given) = (spec.Object!.DeepClone().AsObject(), old["spec"]!.DeepClone().AsObject());
        // The volume is written once, by whoever binds.
        if (given.Text("volumeName") is null or "") wanted.Remove("volumeName");
        given.Remove("volumeName");
        if (JsonNode.DeepEquals(old["spec"]?["volumeName"], spec["volumeName"].Node)) wanted.Remove("volumeName");
        if (given.Text("storageClassName") is null) wanted.Remove("storageClassName");
        var isBound = old["status"].Text("phase") == "Bound";
        if (isBound)
        {
            CheckSize(spec, given, problems);
            foreach (var side in (JsonObject[])[wanted, given])
            {
                (side["resources"]?["requests"] as JsonObject)?.Remove("storage");
                side.Remove("volumeAttributesClassName");
            }
        }
        if (!JsonNode.DeepEquals(wanted, given))
            problems.Forbidden(spec, "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims");
    }

    private static void CheckSize(Place spec, JsonObject old, Problems problems)
    {
        var requests = spec["resources"]["requests"]["storage"];
        if (Quantity.TryParse(requests.Text, out var wanted) && Quantity.TryParse(old["resources"]?["requests"].Text("storage") ?? "0", out var given) && wanted.Nanos < given.Nanos)
            problems.Forbidden(requests, "field can not be less than status.capacity");
    }
}
