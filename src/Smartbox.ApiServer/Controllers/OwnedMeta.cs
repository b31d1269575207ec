using System.Text.Json;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Requests.Answers;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Controllers;

/// <summary>What the garbage collector reads of an object.</summary>
internal sealed record OwnedMeta(string Uid, bool IsDeleting, IReadOnlyList<string> Finalizers, IReadOnlyList<OwnerReference> Owners)
{
    /// <summary>Whether an object says anything of owners or of being deleted; most do not, and are not parsed.</summary>
    public static bool IsOfInterest(StoredObject stored) =>
        stored.Json.Span.IndexOf("\"ownerReferences\""u8) >= 0 || stored.Json.Span.IndexOf("\"deletionTimestamp\""u8) >= 0;

    public static OwnedMeta Of(StoredObject stored)
    {
        var meta = JsonNode.Parse(Renderer.MetadataBytes(stored.Json).Span)!.AsObject();
        var owners = (meta["ownerReferences"] as JsonArray ?? []).OfType<JsonObject>().Select(owner => new OwnerReference(
            owner.Text("apiVersion") ?? "", owner.Text("kind") ?? "", owner.Text("name") ?? "", owner.Text("uid") ?? "",
            owner["blockOwnerDeletion"] is JsonValue flag && flag.GetValueKind() == JsonValueKind.True));
        return new OwnedMeta(meta.Text("uid") ?? "", meta.Text("deletionTimestamp") is not null, ObjectMeta.Texts(meta, "finalizers"), [.. owners]);
    }
}
