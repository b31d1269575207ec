using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Pod disruption budgets.</summary>
internal static class BudgetStrategy
{
    public static readonly ResourceStrategy Strategy = new()
    {
        PrepareForCreate = budget => budget["status"] = new JsonObject
        {
            ["disruptionsAllowed"] = 0, ["currentHealthy"] = 0, ["desiredHealthy"] = 0, ["expectedPods"] = 0,
        },
        Validate = (budget, _) =>
        {
            var problems = new Problems();
            var spec = Place.Of(budget)["spec"];
            if (spec["minAvailable"].Exists && spec["maxUnavailable"].Exists) problems.Invalid(spec, "minAvailable and maxUnavailable cannot be both set");
            problems.AtLeastZero(spec["minAvailable"]);
            problems.AtLeastZero(spec["maxUnavailable"]);
            return problems;
        },
    };
}
