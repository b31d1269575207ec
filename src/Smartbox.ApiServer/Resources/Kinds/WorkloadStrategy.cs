using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds.Pods;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Deployments and their like. They are kept, with the real defaults, for charts that have them; no controller here makes pods of them.</summary>
internal static class WorkloadStrategy
{
    public static readonly ResourceStrategy Deployment = Of("deployment", DefaultDeployment, _ => []);

    public static readonly ResourceStrategy ReplicaSet = Of("replicaset", spec => spec.Default("replicas", 1), _ => new JsonObject { ["replicas"] = 0 });

    public static readonly ResourceStrategy StatefulSet = Of(
        "statefulset", DefaultStatefulSet, _ => new JsonObject { ["replicas"] = 0, ["availableReplicas"] = 0 });

    public static readonly ResourceStrategy DaemonSet = Of("daemonset", DefaultDaemonSet, value =>
    {
        value.Child("metadata").Child("annotations")["deprecated.daemonset.template.generation"] = "1";
        return new JsonObject { ["currentNumberScheduled"] = 0, ["numberMisscheduled"] = 0, ["desiredNumberScheduled"] = 0, ["numberReady"] = 0 };
    });

    private static ResourceStrategy Of(string kind, Action<JsonObject> setDefaults, Func<JsonObject, JsonObject> firstStatus) => new()
    {
        Default = value =>
        {
            var spec = value.Child("spec");
            setDefaults(spec);
            if (spec["minReadySeconds"]?.ToJsonString() == "0") spec.Remove("minReadySeconds");
            if (spec["template"]?["spec"] is JsonObject pod) PodSpecDefaults.Apply(pod);
        },
        PrepareForCreate = value => value["status"] = firstStatus(value),
        Validate = (value, old) => Validate(value, old, kind),
        Warnings = value => [$"{kind} \"{value["metadata"].Text("name")}\" is kept, but nothing here makes pods of it: there is no {kind} controller"],
    };

    private static void DefaultDeployment(JsonObject spec)
    {
        spec.Default("replicas", 1);
        spec.Default("revisionHistoryLimit", 10);
        spec.Default("progressDeadlineSeconds", 600);
        var strategy = spec.Child("strategy");
        strategy.DefaultText("type", "RollingUpdate");
        if (strategy.Text("type") != "RollingUpdate") return;
        var rolling = strategy.Child("rollingUpdate");
        rolling.Default("maxUnavailable", "25%");
        rolling.Default("maxSurge", "25%");
    }

    private static void DefaultStatefulSet(JsonObject spec)
    {
        spec.Default("replicas", 1);
        spec.Default("revisionHistoryLimit", 10);
        spec.Default("serviceName", "");
        spec.DefaultText("podManagementPolicy", "OrderedReady");
        var strategy = spec.Child("updateStrategy");
        strategy.DefaultText("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            var rolling = strategy.Child("rollingUpdate");
            rolling.Default("partition", 0);
            rolling.Default("maxUnavailable", 1);
        }
        var retention = spec.Child("persistentVolumeClaimRetentionPolicy");
        retention.DefaultText("whenDeleted", "Retain");
        retention.DefaultText("whenScaled", "Retain");
        foreach (var claim in spec.List("volumeClaimTemplates"))
        {
            claim["apiVersion"] = "v1";
            claim["kind"] = "PersistentVolumeClaim";
            claim.Child("spec").DefaultText("volumeMode", "Filesystem");
            claim.Child("status").DefaultText("phase", "Pending");
        }
    }

    private static void DefaultDaemonSet(JsonObject spec)
    {
        spec.Default("revisionHistoryLimit", 10);
        var strategy = spec.Child("updateStrategy");
        strategy.DefaultText("type", "RollingUpdate");
        if (strategy.Text("type") != "RollingUpdate") return;
        var rolling = strategy.Child("rollingUpdate");
        rolling.Default("maxUnavailable", 1);
        rolling.Default("maxSurge", 0);
    }

    private static Problems Validate(JsonObject value, JsonObject? old, string kind)
    {
        var problems = new Problems();
        var spec = Place.Of(value)["spec"];
        problems.AtLeastZero(spec["replicas"]);
        var (selector, template) = (spec["selector"], spec["template"]);
        var labels = template["metadata"]["labels"];
        if (selector.Object is { } given)
        {
            if (given.Count == 0) problems.Invalid(selector, $"empty selector is invalid for {kind}");
            else if (!Selects(given, labels.Object)) DoesNotMatch(labels, problems);
        }
        else
            DoesNotMatch(labels, problems);
        CheckStrategy(spec, problems);
        // Every pod has a template's fields, but one that is replaced when it ends may only always restart.
        PodSpecValidation.Check(template["spec"], problems);
        if (template["spec"]["restartPolicy"].Text is "Never" or "OnFailure")
            problems.Unsupported(template["spec"]["restartPolicy"], template["spec"]["restartPolicy"].Node, "Always");
        if (old is not null)
            foreach (var name in kind == "statefulset" ? (string[])["selector", "serviceName", "podManagementPolicy"] : ["selector"])
                if (!JsonNode.DeepEquals(spec[name].Node, old["spec"]?[name])) problems.Invalid(spec[name], "field is immutable");
        return problems;
    }

    private static void DoesNotMatch(Place labels, Problems problems) =>
        problems.InvalidMap(labels, "`selector` does not match template `labels`");

    private static void CheckStrategy(Place spec, Problems problems)
    {
        var strategy = spec["strategy"];
        if (strategy["type"].Text.Length > 0 && strategy["type"].Text is not ("Recreate" or "RollingUpdate"))
            problems.Unsupported(strategy, strategy.Node, "Recreate", "RollingUpdate");
        if (strategy["type"].Text == "Recreate" && strategy["rollingUpdate"].Exists)
            problems.Forbidden(strategy["rollingUpdate"], "may not be specified when strategy `type` is 'Recreate'");
    }

    private static bool Selects(JsonObject selector, JsonObject? labels)
    {
        foreach (var (key, value) in selector["matchLabels"] as JsonObject ?? [])
            if (labels.Text(key) != value?.GetValue<string>()) return false;
        foreach (var expression in selector.List("matchExpressions"))
        {
            var label = labels.Text(expression.Text("key") ?? "");
            var values = (expression["values"] as JsonArray ?? []).Select(one => one?.GetValue<string>());
            var holds = expression.Text("operator") switch
            {
                "In" => label is not null && values.Contains(label),
                "NotIn" => label is null || !values.Contains(label),
                "Exists" => label is not null,
                _ => label is null,
            };
            if (!holds) return false;
        }
        return true;
    }
}
