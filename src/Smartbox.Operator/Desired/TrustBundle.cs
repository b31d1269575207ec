using k8s.Models;
using Smartbox.Api;
using Smartbox.Protocol;

namespace Smartbox.Operator.Desired;

/// <summary>The ConfigMap, once in each namespace with boxes, that says whose assertions the sidecars accept.</summary>
internal static class TrustBundle
{
    public static V1ConfigMap Build(string ns, string gatewayPem, string operatorPem, string version) => new()
    {
        ApiVersion = V1ConfigMap.KubeApiVersion,
        Kind = V1ConfigMap.KubeKind,
        Metadata = Ownership.NamespaceChild(ns, Names.TrustConfigMap, "trust", version),
        Data = new Dictionary<string, string>
        {
            [PodContract.GatewayTrustKey] = gatewayPem,
            [PodContract.OperatorTrustKey] = operatorPem,
        },
    };
}
