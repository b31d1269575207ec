namespace Smartbox.ApiServer.Merging;

/// <summary>Who writes an object, as <c>metadata.managedFields</c> names it.</summary>
/// <param name="Manager">The field manager: given by the client, or the first part of its user agent.</param>
/// <param name="ApiVersion">Version of the object that is written, such as <c>v1</c> or <c>apps/v1</c>.</param>
/// <param name="Subresource">Such as <c>status</c>; null for the object itself.</param>
/// <param name="Now">Time of the write.</param>
internal sealed record FieldWriter(string Manager, string ApiVersion, string? Subresource, DateTimeOffset Now);
