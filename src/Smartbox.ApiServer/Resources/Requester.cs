namespace Smartbox.ApiServer.Resources;

/// <summary>Who asks.</summary>
internal sealed record Requester(string Name, IReadOnlyList<string> Groups);
