namespace Smartbox.ApiServer.Resources;

/// <summary>Where a scale subresource finds its numbers. Paths are JSON paths such as <c>.spec.replicas</c>.</summary>
/// <param name="SpecReplicasPath">Wanted replicas.</param>
/// <param name="StatusReplicasPath">Actual replicas.</param>
/// <param name="LabelSelectorPath">Selector as text; null when there is none.</param>
internal sealed record ScaleType(string SpecReplicasPath, string StatusReplicasPath, string? LabelSelectorPath);
