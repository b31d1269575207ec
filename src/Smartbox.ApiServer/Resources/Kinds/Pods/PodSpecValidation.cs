using System.Net;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds.Pods;

/// <summary>Rules of a pod's spec, also in templates. Source: what a real API server answers (the conformance suite asks it).</summary>
internal static class PodSpecValidation
{
    public static void Check(Place spec, Problems problems)
    {
        var volumes = VolumeValidation.Check(spec["volumes"], problems);
        CheckContainers(spec, volumes, problems);
        problems.OneOf(spec["restartPolicy"], "Always", "OnFailure", "Never");
        problems.OneOf(spec["dnsPolicy"], "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        problems.Between(spec["activeDeadlineSeconds"], 1, int.MaxValue);
        foreach (var name in (string[])["hostname", "subdomain"])
            if (spec[name].Text.Length > 0) problems.Name(spec[name], NameRules.Dns1123Label);
        foreach (var name in (string[])["serviceAccountName", "nodeName"])
            if (spec[name].Text.Length > 0) problems.Name(spec[name], NameRules.Dns1123Subdomain);
        foreach (var (key, value) in spec["nodeSelector"].Entries)
        {
            foreach (var wrong in NameRules.QualifiedName(key)) problems.Invalid(spec["nodeSelector"], key, wrong);
            foreach (var wrong in NameRules.LabelValue(value.Text)) problems.Invalid(spec["nodeSelector"], value.Text, wrong);
        }
        foreach (var toleration in spec["tolerations"].Items) CheckToleration(toleration, problems);
        SecurityValidation.CheckPod(spec["securityContext"], problems);
        if (spec["shareProcessNamespace"].IsTrue && spec["hostPID"].IsTrue)
            problems.Invalid(spec["shareProcessNamespace"], "ShareProcessNamespace and HostPID cannot both be enabled");
        foreach (var alias in spec["hostAliases"].Items) CheckAlias(alias, problems);
        foreach (var constraint in spec["topologySpreadConstraints"].Items)
            problems.OneOf(constraint["whenUnsatisfiable"], "DoNotSchedule", "ScheduleAnyway");
        var selector = spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"];
        if (selector.Exists && !selector["nodeSelectorTerms"].Items.Any()) problems.Required(selector["nodeSelectorTerms"], "must have at least one node selector term");
        if (spec["os"]["name"].Text is { Length: > 0 } and not ("linux" or "windows")) problems.Unsupported(spec["os"], spec["os"]["name"].Text, "linux", "windows");
    }

    private static void CheckContainers(Place spec, IReadOnlySet<string> volumes, Problems problems)
    {
        if (!spec["containers"].Items.Any()) problems.Required(spec["containers"]);
        var names = new HashSet<string>();
        var hostPorts = new HashSet<string>();
        foreach (var container in spec["containers"].Items.Concat(spec["initContainers"].Items))
        {
            if (container["name"].Text.Length > 0 && !names.Add(container["name"].Text)) problems.Duplicate(container["name"], container["name"].Node);
            ContainerValidation.Check(container, spec, volumes, problems);
            foreach (var port in container["ports"].Items)
            {
                if (port["hostPort"].Number <= 0) continue;
                var taken = $"{port["protocol"].Text}/{port["hostIP"].Text}/{port["hostPort"].Number}";
                // Init containers run after one another, and so share.
                if (!hostPorts.Add(taken) && container.Path.StartsWith(spec["containers"].Path, StringComparison.Ordinal)) problems.Duplicate(port["hostPort"], taken);
            }
        }
        foreach (var container in spec["initContainers"].Items.Where(container => container["restartPolicy"].Text != "Always"))
            foreach (var name in (string[])["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"])
                if (container[name].Exists) problems.Forbidden(container[name], "may not be set for init containers without restartPolicy=Always");
    }

    private static void CheckToleration(Place toleration, Problems problems)
    {
        var (key, operation, effect) = (toleration["key"].Text, toleration["operator"], toleration["effect"]);
        if (key.Length > 0) problems.Name(toleration["key"], NameRules.QualifiedName);
        else if (operation.Text != "Exists")
            problems.Invalid(operation, JsonValue.Create(operation.Text), "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        if (toleration["tolerationSeconds"].Exists && effect.Text != "NoExecute")
            problems.Invalid(effect, JsonValue.Create(effect.Text), "effect must be 'NoExecute' when `tolerationSeconds` is set");
        switch (operation.Text)
        {
            case "" or "Equal":
                problems.Name(toleration["value"], NameRules.LabelValue);
                break;
            case "Exists":
                if (toleration["value"].Text.Length > 0) problems.Invalid(operation, toleration["value"].Node, "value must be empty when `operator` is 'Exists'");
                break;
            default:
                problems.Unsupported(operation, operation.Node, "Equal", "Exists");
                break;
        }
        if (effect.Text.Length > 0) problems.OneOf(effect, "NoSchedule", "PreferNoSchedule", "NoExecute");
    }

    private static void CheckAlias(Place alias, Problems problems)
    {
        if (alias["ip"].Text.Length > 0 && !IPAddress.TryParse(alias["ip"].Text, out _)) problems.Invalid(alias["ip"], "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        foreach (var name in alias["hostnames"].Items) problems.Name(name, NameRules.Dns1123Subdomain);
    }
}
