using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Merging;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>Keeps <c>metadata.managedFields</c> of writes that are no apply.</summary>
internal static class FieldTracking
{
    /// <param name="before">The version before; null for a new object.</param>
    /// <param name="after">The new version; is changed.</param>
    /// <param name="target">What is written.</param>
    /// <param name="manager">Who writes.</param>
    /// <param name="now">When.</param>
    public static void Record(JsonObject? before, JsonObject after, ObjectTarget target, string manager, DateTimeOffset now)
    {
        try
        {
            ManagedFields.Record(before, after, target.Type.Schema, new FieldWriter(manager, target.Type.ApiVersion, target.Subresource, now, target.Type.HasStatus));
        }
        catch (Exception e) when (e is ApiException or FormatException)
        {
            // An object that cannot be tracked is told what is wrong with it by validation, or is kept untracked, as by kube-apiserver.
            after.Meta().Remove("managedFields");
            if (before is not null)
            {
                after.Meta().CopyFrom(before.Meta(), "managedFields");
            }
        }
    }
}
