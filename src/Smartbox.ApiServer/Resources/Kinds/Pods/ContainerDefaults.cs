using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources.Kinds.Pods;

/// <summary>Defaults of containers, their probes and environment.</summary>
internal static class ContainerDefaults
{
    public static void Apply(JsonObject container)
    {
        container.Default("resources", new JsonObject());
        container.DefaultText("terminationMessagePath", "/dev/termination-log");
        container.DefaultText("terminationMessagePolicy", "File");
        container.DefaultText("imagePullPolicy", ImagePullPolicy(container.Text("image") ?? ""));
        foreach (var port in container.List("ports"))
        {
            port.DefaultText("protocol", "TCP");
            // Go leaves out a zero.
            if (port["hostPort"] is JsonValue value && value.ToJsonString() == "0") port.Remove("hostPort");
        }
        foreach (var variable in container.List("env"))
        {
            if (variable["valueFrom"] is JsonObject source) FieldSources(source);
            if (variable.Text("value") is "") variable.Remove("value");
        }
        foreach (var name in (string[])["livenessProbe", "readinessProbe", "startupProbe"])
            if (container[name] is JsonObject probe) Probe(probe);
        foreach (var name in (string[])["postStart", "preStop"])
            if (container["lifecycle"]?[name]?["httpGet"] is JsonObject request) HttpGet(request);
    }

    /// <summary>References to fields of the pod and of its resources, in environment and downward API.</summary>
    public static void FieldSources(JsonObject source)
    {
        if (source["fieldRef"] is JsonObject field) field.DefaultText("apiVersion", "v1");
        if (source["resourceFieldRef"] is JsonObject resource) resource.DefaultText("divisor", "0");
    }

    /// <returns>Always for the tag latest, given or implied, else IfNotPresent.</returns>
    public static string ImagePullPolicy(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal)) return "IfNotPresent";
        var tag = image.LastIndexOf(':') is var colon && colon > image.LastIndexOf('/') ? image[(colon + 1)..] : "latest";
        return tag == "latest" ? "Always" : "IfNotPresent";
    }

    private static void Probe(JsonObject probe)
    {
        NonZero(probe, "timeoutSeconds", 1);
        NonZero(probe, "periodSeconds", 10);
        NonZero(probe, "successThreshold", 1);
        NonZero(probe, "failureThreshold", 3);
        if (probe["initialDelaySeconds"] is JsonValue delay && delay.ToJsonString() == "0") probe.Remove("initialDelaySeconds");
        if (probe["httpGet"] is JsonObject request) HttpGet(request);
        if (probe["grpc"] is JsonObject grpc) grpc.Default("service", "");
    }

    private static void NonZero(JsonObject content, string name, int value)
    {
        if (content[name] is null || content[name]!.ToJsonString() == "0") content[name] = value;
    }

    private static void HttpGet(JsonObject request)
    {
        request.DefaultText("path", "/");
        request.DefaultText("scheme", "HTTP");
    }
}
