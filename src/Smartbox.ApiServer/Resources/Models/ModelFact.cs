namespace Smartbox.ApiServer.Resources.Models;

/// <summary>What one model's schema has beyond what reflection finds.</summary>
/// <param name="Component">Name in OpenAPI documents, such as <c>io.k8s.api.core.v1.PodSpec</c>.</param>
/// <param name="IsAtomicMap">Whether it is merged as one value.</param>
/// <param name="Required">JSON names of required fields.</param>
/// <param name="Fields">By JSON name; fields without facts are absent.</param>
internal sealed record ModelFact(string Component, bool IsAtomicMap, IReadOnlyList<string> Required, IReadOnlyDictionary<string, FieldFact> Fields);
