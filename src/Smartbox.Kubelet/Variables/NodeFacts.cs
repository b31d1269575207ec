namespace Smartbox.Kubelet.Variables;

/// <summary>What pods see of the node.</summary>
internal sealed record NodeFacts(string Name, string Address, int Cpus, long Memory);
