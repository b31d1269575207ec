using System.Text.Json.Nodes;
using Smartbox.ApiServer.Requests.Objects;

namespace Smartbox.ApiServer.Controllers;

/// <summary>Changes <c>metadata.ownerReferences</c>.</summary>
internal static class OwnerReferences
{
    public static void Remove(JsonObject value, IReadOnlySet<string> uids)
    {
        var owners = (value.Meta()["ownerReferences"] as JsonArray ?? []).OfType<JsonObject>().Where(owner => !uids.Contains(owner.Text("uid") ?? "")).ToList();
        if (owners.Count == 0)
        {
            value.Meta().Remove("ownerReferences");
        }
        else
        {
            value.Meta()["ownerReferences"] = new JsonArray([.. owners.Select(owner => owner.DeepClone())]);
        }
    }
}
