using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Storage and priority classes.</summary>
internal static class ClassStrategy
{
    public static readonly ResourceStrategy Storage = new()
    {
        Default = value =>
        {
            value.DefaultText("reclaimPolicy", "Delete");
            value.DefaultText("volumeBindingMode", "Immediate");
        },
        Validate = (value, old) =>
        {
            var problems = new Problems();
            var place = Place.Of(value);
            problems.OneOf(place["reclaimPolicy"], "Delete", "Retain");
            problems.OneOf(place["volumeBindingMode"], "Immediate", "WaitForFirstConsumer");
            if (old is not null)
                foreach (var name in (string[])["provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"])
                    if (!System.Text.Json.Nodes.JsonNode.DeepEquals(value[name], old[name])) problems.Forbidden(place[name], $"updates to {name} are forbidden.");
            return problems;
        },
    };

    public static readonly ResourceStrategy Priority = new()
    {
        Default = value =>
        {
            value.DefaultText("preemptionPolicy", "PreemptLowerPriority");
            // Go leaves out false.
            if (value["globalDefault"] is not null && !value.IsTrue("globalDefault")) value.Remove("globalDefault");
        },
        Validate = (value, old) =>
        {
            var problems = new Problems();
            var place = Place.Of(value);
            problems.OneOf(place["preemptionPolicy"], "PreemptLowerPriority", "Never");
            if (old is not null && place["value"].Number != Place.Of(old)["value"].Number) problems.Forbidden(place["value"], "may not be changed in an update.");
            return problems;
        },
    };
}
