using System.Net;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds.Pods;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Services. Nothing here routes to them, so that one without an address of its own is headless: <c>clusterIP: None</c>, which kubectl and helm take for ready.</summary>
internal static class ServiceStrategy
{
    public static readonly ResourceStrategy Strategy = new() { Default = Default, PrepareForCreate = PrepareForCreate, PrepareForUpdate = PrepareForUpdate, Validate = Validate };

    private static void Default(JsonObject service)
    {
        var spec = service.Child("spec");
        spec.DefaultText("type", "ClusterIP");
        spec.DefaultText("sessionAffinity", "None");
        if (spec.Text("sessionAffinity") == "ClientIP")
            spec.Default("sessionAffinityConfig", new JsonObject { ["clientIP"] = new JsonObject { ["timeoutSeconds"] = 10800 } });
        foreach (var port in spec.List("ports"))
        {
            port.DefaultText("protocol", "TCP");
            if ((port["targetPort"] is null || port["targetPort"]!.ToJsonString() is "0" or "\"\"") && port["port"] is { } number) port["targetPort"] = number.DeepClone();
        }
        if (spec.Text("type") is "NodePort" or "LoadBalancer") spec.DefaultText("externalTrafficPolicy", "Cluster");
        if (spec.Text("type") == "LoadBalancer") spec.Default("allocateLoadBalancerNodePorts", true);
        if (spec.Text("type") != "ExternalName") spec.DefaultText("internalTrafficPolicy", "Cluster");
    }

    private static void PrepareForCreate(JsonObject service)
    {
        service["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
        GiveAddress(service.Child("spec"));
    }

    private static void PrepareForUpdate(JsonObject service, JsonObject old)
    {
        var spec = service.Child("spec");
        foreach (var name in (string[])["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"])
            if (spec.Text("type") != "ExternalName" && old["spec"]?[name] is { } kept) spec.Default(name, kept.DeepClone());
        GiveAddress(spec);
    }

    private static void GiveAddress(JsonObject spec)
    {
        if (spec.Text("type") == "ExternalName") return;
        spec.DefaultText("clusterIP", (spec["clusterIPs"] as JsonArray)?.FirstOrDefault()?.GetValue<string>() ?? "None");
        spec.Default("clusterIPs", new JsonArray(spec["clusterIP"]!.DeepClone()));
        spec.Default("ipFamilies", new JsonArray("IPv4"));
        spec.DefaultText("ipFamilyPolicy", "SingleStack");
    }

    private static Problems Validate(JsonObject service, JsonObject? old)
    {
        var problems = new Problems();
        var spec = Place.Of(service)["spec"];
        problems.OneOf(spec["type"], "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        problems.OneOf(spec["sessionAffinity"], "ClientIP", "None");
        if (spec["type"].Text == "ExternalName")
        {
            if (spec["externalName"].Text.Length == 0) problems.Required(spec["externalName"]);
            return problems;
        }
        var address = spec["clusterIPs"].Items.FirstOrDefault();
        if (address.Text.Length > 0 && address.Text != "None" && !IPAddress.TryParse(address.Text, out _))
            problems.Invalid(address, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        CheckPorts(spec, isRequired: address.Text != "None" || old is null && !spec["selector"].Exists && spec["type"].Text != "ClusterIP", problems);
        foreach (var (key, value) in spec["selector"].Entries)
        {
            foreach (var wrong in NameRules.QualifiedName(key)) problems.Invalid(spec["selector"], key, wrong);
            foreach (var wrong in NameRules.LabelValue(value.Text)) problems.Invalid(spec["selector"], value.Text, wrong);
        }
        if (old?["spec"].Text("clusterIP") is { Length: > 0 } given && old["spec"].Text("type") != "ExternalName" && given != spec["clusterIP"].Text)
            problems.Invalid(new Place("spec.clusterIPs[0]", null), spec["clusterIPs"].Node, "may not change once set");
        return problems;
    }

    private static void CheckPorts(Place spec, bool isRequired, Problems problems)
    {
        var ports = spec["ports"].Items.ToList();
        if (ports.Count == 0 && isRequired) problems.Required(spec["ports"]);
        var (names, taken) = (new HashSet<string>(), new HashSet<string>());
        foreach (var port in ports)
        {
            var name = port["name"];
            if (name.Text.Length == 0)
            {
                if (ports.Count > 1) problems.Required(name);
            }
            else
            {
                problems.Name(name, NameRules.Dns1123Label);
                if (!names.Add(name.Text)) problems.Duplicate(name, name.Node);
            }
            if (port["port"].Number is < 1 or > 65535)
                problems.Invalid(port["port"], JsonValue.Create(port["port"].Number), "must be between 1 and 65535, inclusive");
            problems.OneOf(port["protocol"], "SCTP", "TCP", "UDP");
            PortValidation.CheckReference(port["targetPort"], problems);
            if (!taken.Add($"{port["protocol"].Text}/{port["port"].Number}")) problems.Duplicate(port, port.Node);
        }
    }
}
