namespace Smartbox.ApiServer.Storage;

/// <summary>Where an object is stored.</summary>
/// <param name="Resource">Group and resource as Kubernetes writes them together: <c>pods</c>, <c>smartboxes.smartbox.dev</c>.</param>
/// <param name="Namespace">Namespace; empty for a cluster-scoped object.</param>
/// <param name="Name">Name.</param>
internal readonly record struct ObjectKey(string Resource, string Namespace, string Name);
