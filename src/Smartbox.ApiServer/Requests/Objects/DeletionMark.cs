using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>Decides whether an object goes at once, and marks it as being deleted when not.</summary>
internal static class DeletionMark
{
    public const string Orphan = "orphan";
    public const string Foreground = "foregroundDeletion";

    private const long DefaultPodGrace = 30;

    /// <summary>Marks the object.</summary>
    /// <param name="type">Its kind.</param>
    /// <param name="value">The object; is changed.</param>
    /// <param name="options">How it is deleted.</param>
    /// <param name="now">Time of the deletion.</param>
    /// <param name="isChanged">Whether there is anything new in it.</param>
    /// <returns>Whether nothing keeps it.</returns>
    public static bool Set(ResourceType type, JsonObject value, DeleteOptions options, DateTimeOffset now, out bool isChanged)
    {
        var before = value.DeepClone();
        SetPropagation(value, options.Propagation);
        if (type.GroupResource == NamespaceGate.Resource)
        {
            MarkNamespace(value, now);
            isChanged = !JsonNode.DeepEquals(before, value);
            return value.Finalizers().Count == 0 && !(value["spec"] is JsonObject spec && ObjectMeta.Texts(spec, "finalizers").Count > 0);
        }

        var grace = type.GroupResource == "pods" ? PodGrace(value, options.GracePeriodSeconds) : 0;
        Mark(value, grace, now);
        isChanged = !JsonNode.DeepEquals(before, value);
        return value.Finalizers().Count == 0 && value.Meta().Number("deletionGracePeriodSeconds") is 0;
    }

    private static void Mark(JsonObject value, long grace, DateTimeOffset now)
    {
        var meta = value.Meta();
        if (meta.Time("deletionTimestamp") is not { } marked)
        {
            meta["deletionTimestamp"] = ObjectMeta.Format(now.AddSeconds(grace));
            meta["deletionGracePeriodSeconds"] = grace;
            Generations.Grow(value);
        }
        else if (meta.Number("deletionGracePeriodSeconds") is { } old && grace < old)
        {
            // Counted from the first deletion: a second one can only shorten what is left.
            meta["deletionTimestamp"] = ObjectMeta.Format(marked.AddSeconds(grace - old));
            meta["deletionGracePeriodSeconds"] = grace;
        }
    }

    // A pod that no kubelet has, or that has ended, has nothing to wait for.
    private static long PodGrace(JsonObject pod, long? wanted)
    {
        var spec = pod["spec"] as JsonObject;
        var phase = (pod["status"] as JsonObject)?.Text("phase");
        return spec?.Text("nodeName") is null || phase is "Succeeded" or "Failed" ? 0 : wanted ?? spec.Number("terminationGracePeriodSeconds") ?? DefaultPodGrace;
    }

    private static void MarkNamespace(JsonObject value, DateTimeOffset now)
    {
        if (value.IsDeleting())
        {
            return;
        }

        value.Meta()["deletionTimestamp"] = ObjectMeta.Format(now);
        if (value["status"] is JsonObject status)
        {
            status["phase"] = "Terminating";
        }
        else
        {
            value["status"] = new JsonObject { ["phase"] = "Terminating" };
        }
    }

    private static void SetPropagation(JsonObject value, PropagationPolicy? policy)
    {
        var kept = value.Finalizers();
        List<string> finalizers = [.. kept];
        if (policy is not null)
        {
            finalizers.RemoveAll(finalizer => finalizer is Orphan or Foreground);
        }

        if (policy == PropagationPolicy.Orphan)
        {
            finalizers.Add(Orphan);
        }
        else if (policy == PropagationPolicy.Foreground)
        {
            finalizers.Add(Foreground);
        }

        if (!finalizers.SequenceEqual(kept))
        {
            value.SetFinalizers(finalizers);
        }
    }
}
