namespace Smartbox.ApiServer.Schemas.Expressions.Types;

/// <summary>A field of an object.</summary>
/// <param name="PropertyName">Its name in JSON, not escaped.</param>
/// <param name="Type">Its type.</param>
internal sealed record ObjectField(string PropertyName, CelType Type);
