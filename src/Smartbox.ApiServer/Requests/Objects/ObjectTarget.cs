using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>The one object, or the part of it, that is written.</summary>
/// <param name="Type">Its kind, in the version that the writer speaks.</param>
/// <param name="Namespace">Empty for a cluster-scoped object.</param>
/// <param name="Name">Its name.</param>
/// <param name="Subresource">Null for the object itself.</param>
internal sealed record ObjectTarget(ResourceType Type, string Namespace, string Name, string? Subresource = null)
{
    public ObjectKey Key => new(Type.StorageResource, Namespace, Name);
}
