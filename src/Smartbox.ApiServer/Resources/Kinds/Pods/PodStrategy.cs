using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds.Pods;

/// <summary>What the API server decides about pods, with the admission plugins that every cluster has (priority, default tolerations).</summary>
internal static class PodStrategy
{
    public static readonly ResourceStrategy Strategy = new()
    {
        Default = Default,
        PrepareForCreate = PrepareForCreate,
        PrepareForUpdate = PrepareForUpdate,
        Validate = Validate,
    };

    private static void Default(JsonObject pod)
    {
        var spec = pod.Child("spec");
        PodSpecDefaults.Apply(spec);
        spec.Default("enableServiceLinks", true);
        var hasHostNetwork = spec.IsTrue("hostNetwork");
        foreach (var container in spec.List("initContainers").Concat(spec.List("containers")))
        {
            foreach (var port in hasHostNetwork ? container.List("ports") : [])
                if (port["containerPort"] is { } number) port.Default("hostPort", number.DeepClone());
            if (container["resources"]?["limits"] is not JsonObject limits) continue;
            var requests = container["resources"]!.AsObject().Child("requests");
            foreach (var (name, amount) in limits) requests.Default(name, amount!.DeepClone());
        }
    }

    private static void PrepareForCreate(JsonObject pod)
    {
        var spec = pod.Child("spec");
        spec["priority"] = spec.Text("priorityClassName") switch
        {
            "system-node-critical" => 2_000_001_000,
            "system-cluster-critical" => 2_000_000_000,
            _ => 0,
        };
        spec.DefaultText("preemptionPolicy", "PreemptLowerPriority");
        Tolerate(spec, "node.kubernetes.io/not-ready");
        Tolerate(spec, "node.kubernetes.io/unreachable");
        pod["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService.Of(spec) };
    }

    /// <summary>A pod stays for a while on a node that has gone, unless it says itself how long.</summary>
    private static void Tolerate(JsonObject spec, string key)
    {
        var isTolerated = spec.List("tolerations").Any(toleration =>
            toleration.Text("key") is var own && (own == key || string.IsNullOrEmpty(own)) && toleration.Text("effect") is null or "" or "NoExecute");
        if (isTolerated) return;
        if (spec["tolerations"] is not JsonArray) spec["tolerations"] = new JsonArray();
        spec["tolerations"]!.AsArray().Add((JsonNode)new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
    }

    private static void PrepareForUpdate(JsonObject pod, JsonObject old)
    {
        // Once decided, the class of a pod stays.
        if (old["status"]?["qosClass"] is { } quality) pod.Child("status").Default("qosClass", quality.DeepClone());
    }

    private static Problems Validate(JsonObject pod, JsonObject? old)
    {
        var problems = new Problems();
        // Status is written often; what has been found right is not looked at again.
        if (old is not null && JsonNode.DeepEquals(pod["spec"], old["spec"])) return problems;
        var spec = Place.Of(pod)["spec"];
        PodSpecValidation.Check(spec, problems);
        if (old is null && spec["ephemeralContainers"].Exists) problems.Forbidden(spec["ephemeralContainers"], "cannot be set on create");
        if (old is not null && problems.Count == 0) PodUpdateValidation.Check(spec, old["spec"]!.AsObject(), problems);
        return problems;
    }
}
