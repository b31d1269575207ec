using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources.Kinds.Pods;

/// <summary>Defaults of a pod's spec that templates have as well.</summary>
internal static class PodSpecDefaults
{
    public static void Apply(JsonObject spec)
    {
        spec.DefaultText("restartPolicy", "Always");
        spec.DefaultText("dnsPolicy", "ClusterFirst");
        spec.DefaultText("schedulerName", "default-scheduler");
        spec.Default("securityContext", new JsonObject());
        spec.Default("terminationGracePeriodSeconds", 30);
        // The older name of the same field is kept equal to it.
        if (spec.Text("serviceAccountName") is { Length: > 0 } account) spec["serviceAccount"] = account;
        else if (spec.Text("serviceAccount") is { Length: > 0 } older) spec["serviceAccountName"] = older;

        foreach (var container in spec.List("initContainers").Concat(spec.List("containers"))) ContainerDefaults.Apply(container);
        foreach (var volume in spec.List("volumes")) VolumeDefaults.Apply(volume);
    }
}
