namespace Smartbox.ApiServer.Controllers;

/// <summary>An entry of <c>metadata.ownerReferences</c>.</summary>
internal readonly record struct OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool BlocksDeletion);
