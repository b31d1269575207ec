using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>Finalizers that the server's own controllers rely on: set with the object, so that no deletion is quicker.</summary>
internal static class CreationFinalizers
{
    /// <summary>A claim stays while a pod uses it.</summary>
    public const string ClaimProtection = "kubernetes.io/pvc-protection";

    /// <summary>A definition stays until its objects are gone.</summary>
    public const string CustomObjects = "customresourcecleanup.apiextensions.k8s.io";

    public static void Add(ResourceType type, JsonObject value)
    {
        var finalizer = type.GroupResource switch
        {
            "persistentvolumeclaims" => ClaimProtection,
            "customresourcedefinitions.apiextensions.k8s.io" => CustomObjects,
            _ => null,
        };
        if (finalizer is not null && !value.Finalizers().Contains(finalizer))
        {
            value.SetFinalizers([.. value.Finalizers(), finalizer]);
        }
    }
}
