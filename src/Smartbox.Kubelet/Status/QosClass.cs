using k8s.Models;

namespace Smartbox.Kubelet.Status;

/// <summary>The class that follows from requests and limits of cpu and memory.</summary>
internal static class QosClass
{
    private static readonly string[] s_counted = ["cpu", "memory"];

    public static string Of(V1PodSpec spec)
    {
        var isGuaranteed = true;
        var isBestEffort = true;
        foreach (var resources in spec.Containers.Concat(spec.InitContainers ?? []).Select(c => c.Resources))
        {
            foreach (var name in s_counted)
            {
                var request = Value(resources?.Requests, name);
                var limit = Value(resources?.Limits, name);
                isBestEffort &= request == 0 && limit == 0;
                isGuaranteed &= limit > 0 && (request == 0 || request == limit);
            }
        }

        return isBestEffort ? "BestEffort" : isGuaranteed ? "Guaranteed" : "Burstable";
    }

    private static decimal Value(IDictionary<string, ResourceQuantity>? list, string name) =>
        list is not null && list.TryGetValue(name, out var quantity) ? quantity.ToDecimal() : 0;
}
