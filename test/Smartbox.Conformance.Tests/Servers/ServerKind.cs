namespace Smartbox.Conformance.Tests.Servers;

/// <summary>Which API server a case is run against.</summary>
public enum ServerKind
{
    /// <summary>A real Kubernetes, the judge: found by KUBECONFIG, which <c>test/with-cluster</c> sets.</summary>
    Cluster,
}
