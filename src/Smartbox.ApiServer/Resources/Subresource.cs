namespace Smartbox.ApiServer.Resources;

/// <summary>A subresource beside status and scale, as discovery lists it.</summary>
/// <param name="Name">Such as <c>log</c>.</param>
/// <param name="Kind">Kind of what is sent or answered.</param>
/// <param name="Verbs">In alphabetical order.</param>
/// <param name="Group">Group of the kind where it is not the resource's own; null otherwise.</param>
/// <param name="Version">Its version; null when the group is.</param>
internal sealed record Subresource(string Name, string Kind, IReadOnlyList<string> Verbs, string? Group = null, string? Version = null);
