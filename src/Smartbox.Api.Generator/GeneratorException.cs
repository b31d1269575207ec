namespace Smartbox.Api.Generator;

/// <summary>A resource type cannot be described; the message names the member to change.</summary>
internal sealed class GeneratorException(string message) : Exception(message);
