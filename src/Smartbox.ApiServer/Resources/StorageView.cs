using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources;

/// <summary>How a kind is stored when it is another view of objects of a second kind (events of both groups are the same objects).</summary>
/// <param name="GroupResource">Whose objects are stored, as in <see cref="Storage.ObjectKey.Resource"/>.</param>
/// <param name="ToStored">Makes the stored form of an object of this kind; may change its argument.</param>
/// <param name="FromStored">The way back; may change its argument.</param>
internal sealed record StorageView(string GroupResource, Func<JsonObject, JsonObject> ToStored, Func<JsonObject, JsonObject> FromStored);
