using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds.Pods;

/// <summary>Rules of containers.</summary>
internal static class ContainerValidation
{
    /// <param name="container">Container.</param>
    /// <param name="spec">Spec that it is in.</param>
    /// <param name="volumes">Names of the pod's volumes.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static void Check(Place container, Place spec, IReadOnlySet<string> volumes, Problems problems)
    {
        if (container["name"].Text.Length > 0) problems.Name(container["name"], NameRules.Dns1123Label);
        var image = container["image"];
        if (image.Text.Length == 0) problems.Required(image);
        else if (image.Text.Trim() != image.Text) problems.Invalid(image, "must not have leading or trailing whitespace");
        problems.OneOf(container["imagePullPolicy"], "Always", "IfNotPresent", "Never");
        problems.OneOf(container["terminationMessagePolicy"], "File", "FallbackToLogsOnError");
        problems.OneOf(container["restartPolicy"], "Always", "OnFailure", "Never");
        PortValidation.Check(container["ports"], spec["hostNetwork"].IsTrue, problems);
        EnvironmentValidation.Check(container, problems);
        MountValidation.Check(container["volumeMounts"], volumes, problems);
        ResourceValidation.Check(container["resources"], problems);
        SecurityValidation.CheckContainer(container["securityContext"], problems);
        ProbeValidation.Check(container, spec, problems);
    }
}
