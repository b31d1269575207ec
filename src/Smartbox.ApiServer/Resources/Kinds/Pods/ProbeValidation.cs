using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds.Pods;

/// <summary>Rules of probes and lifecycle hooks.</summary>
internal static class ProbeValidation
{
    private static readonly string[] ProbeHandlers = ["exec", "httpGet", "tcpSocket", "grpc"];
    private static readonly string[] HookHandlers = ["exec", "httpGet", "tcpSocket", "sleep"];

    public static void Check(Place container, Place spec, Problems problems)
    {
        foreach (var name in (string[])["livenessProbe", "readinessProbe", "startupProbe"])
            if (container[name].Exists) CheckProbe(container[name], name, problems);
        foreach (var name in (string[])["postStart", "preStop"])
        {
            var hook = container["lifecycle"][name];
            if (!hook.Exists) continue;
            CheckHandler(hook, HookHandlers, problems);
            var (sleep, grace) = (hook["sleep"]["seconds"], spec["terminationGracePeriodSeconds"]);
            if (grace.Exists && (sleep.Number < 0 || sleep.Number > grace.Number))
                problems.Invalid(hook["sleep"], sleep.Node, $"must be non-negative and less than terminationGracePeriodSeconds ({grace.Number})");
        }
    }

    private static void CheckProbe(Place probe, string name, Problems problems)
    {
        CheckHandler(probe, ProbeHandlers, problems);
        foreach (var field in (string[])["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"]) problems.AtLeastZero(probe[field]);
        var grace = probe["terminationGracePeriodSeconds"];
        if (name == "readinessProbe")
        {
            if (grace.Exists) problems.Invalid(grace, "must not be set for readinessProbes");
            return;
        }
        if (grace.Exists && grace.Number <= 0) problems.Invalid(grace, "must be greater than 0");
        if (probe["successThreshold"].Exists && probe["successThreshold"].Number != 1) problems.Invalid(probe["successThreshold"], "must be 1");
    }

    private static void CheckHandler(Place holder, string[] handlers, Problems problems)
    {
        var given = handlers.Where(name => holder[name].Exists).ToList();
        if (given.Count == 0) problems.Required(holder, "must specify a handler type");
        foreach (var name in given.Skip(1)) problems.Forbidden(holder[name], "may not specify more than 1 handler type");
        if (given.Count != 1) return;

        var handler = holder[given[0]];
        switch (given[0])
        {
            case "exec":
                if (!handler["command"].Items.Any()) problems.Required(handler["command"]);
                break;
            case "httpGet":
                PortValidation.CheckReference(handler["port"], problems);
                problems.OneOf(handler["scheme"], "HTTP", "HTTPS");
                break;
            case "tcpSocket":
                PortValidation.CheckReference(handler["port"], problems);
                break;
            case "grpc":
                problems.Between(new Place(handler["port"].Path, JsonValue.Create(handler["port"].Number)), 1, 65535);
                break;
        }
    }
}
