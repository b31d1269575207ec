using System.Text.Json.Nodes;

namespace Smartbox.Cli.Kube;

/// <summary>One event of a watch.</summary>
/// <param name="Type">ADDED, MODIFIED, DELETED, BOOKMARK or ERROR.</param>
/// <param name="Object">The object, a table of it, or a <c>Status</c>.</param>
internal sealed record WatchEvent(string Type, JsonObject Object);
