using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>Keeps writers to their part: status is changed through its subresource alone, and that changes nothing else.</summary>
internal static class Isolation
{
    public const string Status = "status";
    public const string Resize = "resize";
    public const string Finalize = "finalize";

    // What a built-in kind's status may bring along. Custom kinds take the status alone.
    private static readonly string[] s_withStatus = ["labels", "annotations", "finalizers"];

    /// <summary>The new version with only that changed which may be.</summary>
    /// <param name="target">What is written.</param>
    /// <param name="value">As the writer wants it; may be changed.</param>
    /// <param name="old">The version before.</param>
    public static JsonObject Apply(ObjectTarget target, JsonObject value, JsonObject old)
    {
        switch (target.Subresource)
        {
            case Status:
                var withStatus = Keep(value, old);
                withStatus.CopyFrom(value, Status);
                if (!target.Type.IsCustom)
                {
                    foreach (var name in s_withStatus)
                    {
                        withStatus.Meta().CopyFrom(value.Meta(), name);
                    }
                }

                return withStatus;
            case Resize:
                var resized = Keep(value, old);
                CopyResources(resized, value, "containers");
                CopyResources(resized, value, "initContainers");
                return resized;
            case Finalize:
                var finalized = Keep(value, old);
                finalized.CopyFrom(value, "spec");
                return finalized;
            case null when target.Type.HasStatus:
                value.CopyFrom(old, Status);
                if (target.Type.GroupResource == NamespaceGate.Resource)
                {
                    value.CopyFrom(old, "spec");
                }

                return value;
            default:
                return value;
        }
    }

    /// <summary>Leaves of a configuration that is to be applied only what its part of the object may hold.</summary>
    public static void Restrict(ObjectTarget target, JsonObject applied)
    {
        if (target.Subresource is null && target.Type.HasStatus)
        {
            applied.Remove(Status);
        }
        else if (target.Subresource == Status)
        {
            foreach (var name in applied.Select(field => field.Key).Where(name => name is not ("apiVersion" or "kind" or "metadata" or Status)).ToList())
            {
                applied.Remove(name);
            }

            if (target.Type.IsCustom)
            {
                foreach (var name in s_withStatus)
                {
                    applied.Meta().Remove(name);
                }
            }
        }
    }

    private static JsonObject Keep(JsonObject value, JsonObject old)
    {
        var kept = old.DeepClone().AsObject();
        kept.Meta().CopyFrom(value.Meta(), "managedFields");
        return kept;
    }

    private static void CopyResources(JsonObject target, JsonObject source, string list)
    {
        if (target["spec"]?[list] is not JsonArray containers || source["spec"]?[list] is not JsonArray given)
        {
            return;
        }

        foreach (var container in containers.OfType<JsonObject>())
        {
            if (given.OfType<JsonObject>().FirstOrDefault(other => other.Text("name") == container.Text("name")) is { } wanted)
            {
                container.CopyFrom(wanted, "resources");
            }
        }
    }
}
