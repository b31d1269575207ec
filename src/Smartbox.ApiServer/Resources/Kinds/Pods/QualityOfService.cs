using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Models;

namespace Smartbox.ApiServer.Resources.Kinds.Pods;

/// <summary>The class by which pods are evicted under pressure.</summary>
internal static class QualityOfService
{
    private static readonly string[] Counted = ["cpu", "memory"];

    public static string Of(JsonObject spec)
    {
        var containers = spec.List("initContainers").Concat(spec.List("containers")).Select(container => container["resources"] as JsonObject).ToList();
        if (containers.TrueForAll(resources => Amounts(resources, "requests").Count + Amounts(resources, "limits").Count == 0)) return "BestEffort";
        var isGuaranteed = containers.TrueForAll(resources =>
        {
            var (limits, requests) = (Amounts(resources, "limits"), Amounts(resources, "requests"));
            return Counted.All(name => limits.TryGetValue(name, out var limit) && (!requests.TryGetValue(name, out var request) || request.Nanos == limit.Nanos));
        });
        return isGuaranteed ? "Guaranteed" : "Burstable";
    }

    /// <summary>Amounts of processor and memory that are not zero.</summary>
    private static Dictionary<string, Quantity> Amounts(JsonObject? resources, string list)
    {
        var amounts = new Dictionary<string, Quantity>();
        foreach (var name in Counted)
            if (resources?[list].Text(name) is { } text && Quantity.TryParse(text, out var amount) && amount.Nanos > 0) amounts[name] = amount;
        return amounts;
    }
}
