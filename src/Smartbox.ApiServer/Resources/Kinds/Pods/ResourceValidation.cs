using Smartbox.ApiServer.Resources.Kinds.Rules;
using Smartbox.ApiServer.Resources.Models;

namespace Smartbox.ApiServer.Resources.Kinds.Pods;

/// <summary>Rules of what a container asks for and may use.</summary>
internal static class ResourceValidation
{
    public static void Check(Place resources, Problems problems)
    {
        foreach (var (name, amount) in resources["limits"].Entries) CheckAmount(name, amount, problems);
        foreach (var (name, amount) in resources["requests"].Entries)
        {
            CheckAmount(name, amount, problems);
            var limit = resources["limits"][name];
            if (limit.Exists && Read(amount) is { } request && Read(limit) is { } most && request.Nanos > most.Nanos)
                problems.Invalid(resources["requests"], amount.Node, $"must be less than or equal to {name} limit of {limit.Text}");
        }
    }

    private static void CheckAmount(string name, Place amount, Problems problems)
    {
        foreach (var wrong in NameRules.QualifiedName(name)) problems.Invalid(amount, name, wrong);
        var isStandard = name is "cpu" or "memory" or "ephemeral-storage" || name.StartsWith("hugepages-", StringComparison.Ordinal);
        if (!isStandard && !name.Contains('/', StringComparison.Ordinal))
        {
            problems.Invalid(amount, name, "must be a standard resource type or fully qualified");
            problems.Invalid(amount, name, "must be a standard resource for containers");
        }
        if (Read(amount) is not { } quantity) return;
        if (quantity.Nanos < 0) problems.Invalid(amount, "must be greater than or equal to 0");
        else if (!isStandard && !(quantity.Nanos % 1_000_000_000).IsZero) problems.Invalid(amount, "must be an integer");
    }

    private static Quantity? Read(Place amount) => Quantity.TryParse(amount.Text, out var quantity) ? quantity : null;
}
