using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds.Pods;

/// <summary>Rules of a container's volume mounts.</summary>
internal static class MountValidation
{
    public static void Check(Place mounts, IReadOnlySet<string> volumes, Problems problems)
    {
        var paths = new HashSet<string>();
        foreach (var mount in mounts.Items)
        {
            if (!volumes.Contains(mount["name"].Text)) problems.NotFound(mount["name"], mount["name"].Text);
            if (mount["mountPath"].Text.Length > 0 && !paths.Add(mount["mountPath"].Text)) problems.Invalid(mount["mountPath"], "must be unique");
            if (mount["subPath"].Text.Length > 0) VolumeValidation.CheckRelative(new Place($"{mounts.Path}.subPath", mount["subPath"].Node), problems);
            problems.OneOf(mount["mountPropagation"], "Bidirectional", "HostToContainer", "None");
        }
    }
}
