using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Events of both groups. The newer one asks for more.</summary>
internal static class EventStrategy
{
    public static readonly ResourceStrategy Core = new()
    {
        Default = value =>
        {
            value.Default("reportingComponent", "");
            value.Default("reportingInstance", "");
        },
        Validate = (value, _) =>
        {
            var problems = new Problems();
            CheckNamespace(Place.Of(value), "involvedObject", problems);
            return problems;
        },
    };

    public static readonly ResourceStrategy Newer = new()
    {
        Validate = (value, old) =>
        {
            var problems = new Problems();
            var place = Place.Of(value);
            CheckNamespace(place, "regarding", problems);
            // What was written by the older group need not have what the newer asks for.
            if (old is not null) return problems;
            if (!place["eventTime"].Exists) problems.Required(place["eventTime"]);
            else CheckReporter(place, problems);
            if (place["type"].Text is not ("Normal" or "Warning")) problems.Invalid(place["type"], JsonValue.Create(""), $"has invalid value: {place["type"].Text}");
            return problems;
        },
    };

    private static void CheckReporter(Place place, Problems problems)
    {
        if (place["reportingController"].Text.Length == 0) problems.Required(place["reportingController"]);
        problems.Name(place["reportingController"], NameRules.QualifiedName);
        foreach (var name in (string[])["reportingInstance", "action", "reason"])
            if (place[name].Text.Length == 0) problems.Required(place[name]);
    }

    /// <summary>An event is where its object is; those of cluster-scoped objects are in namespace default.</summary>
    private static void CheckNamespace(Place place, string reference, Problems problems)
    {
        var (named, own) = (place[reference]["namespace"], place["metadata"]["namespace"].Text);
        var expected = named.Text.Length == 0 ? "default" : named.Text;
        // kubelets' events about nodes and others' are taken as they come in namespace kube-system too.
        if (own.Length > 0 && own != expected && !(named.Text.Length == 0 && own == "kube-system"))
            problems.Invalid(new Place($"involvedObject.namespace", null), named.Text, "does not match event.namespace");
    }
}
