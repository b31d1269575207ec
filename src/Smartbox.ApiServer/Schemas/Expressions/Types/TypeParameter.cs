namespace Smartbox.ApiServer.Schemas.Expressions.Types;

/// <summary>Stands for a type in the signature of a generic function.</summary>
internal sealed record TypeParameter(string Name) : CelType(Name);
