using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Leases.</summary>
internal static class LeaseStrategy
{
    public static readonly ResourceStrategy Strategy = new() { Validate = Validate };

    private static Problems Validate(JsonObject lease, JsonObject? old)
    {
        var problems = new Problems();
        var spec = Place.Of(lease)["spec"];
        var duration = spec["leaseDurationSeconds"];
        if (duration.Exists && duration.Number <= 0) problems.Invalid(duration, "must be greater than 0");
        problems.AtLeastZero(spec["leaseTransitions"]);
        return problems;
    }
}
