using Smartbox.Cli.Objects;

namespace Smartbox.Cli.Delete;

/// <summary>An object that was told to go.</summary>
/// <param name="Target">Which.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Uid">Tells it from a later one of the same name.</param>
internal sealed record DeletedObject(ObjectTarget Target, string? Namespace, string Uid);
