using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Requests.Bodies;

/// <summary>An object as it was sent.</summary>
/// <param name="Object">The object; of a repeated field the last value.</param>
/// <param name="Duplicates">Paths of fields that were repeated.</param>
internal sealed record ParsedBody(JsonObject Object, IReadOnlyList<string> Duplicates);
