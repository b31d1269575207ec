using System.Text.RegularExpressions;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds.Pods;

/// <summary>Rules of security contexts.</summary>
internal static partial class SecurityValidation
{
    private const string SettingPattern = @"^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";

    public static void CheckPod(Place context, Problems problems)
    {
        problems.Between(context["fsGroup"], 0, int.MaxValue);
        CheckUsers(context, problems);
        foreach (var group in context["supplementalGroups"].Items) problems.Between(group, 0, int.MaxValue);
        problems.OneOf(context["fsGroupChangePolicy"], "Always", "OnRootMismatch");
        foreach (var setting in context["sysctls"].Items)
            if (setting["name"].Text.Length > 253 || !SettingName().IsMatch(setting["name"].Text))
                problems.Invalid(setting["name"], $"must have at most 253 characters and match regex {SettingPattern}");
    }

    public static void CheckContainer(Place context, Problems problems)
    {
        CheckUsers(context, problems);
        if (context["privileged"].IsTrue && context["allowPrivilegeEscalation"].Node?.GetValueKind() == System.Text.Json.JsonValueKind.False)
            problems.Invalid(context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
    }

    private static void CheckUsers(Place context, Problems problems)
    {
        problems.Between(context["runAsUser"], 0, int.MaxValue);
        problems.Between(context["runAsGroup"], 0, int.MaxValue);
        problems.OneOf(context["seccompProfile"]["type"], "Localhost", "RuntimeDefault", "Unconfined");
    }

    [GeneratedRegex(SettingPattern)]
    private static partial Regex SettingName();
}
