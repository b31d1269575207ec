using Smartbox.ApiServer.Resources.Kinds;

namespace Smartbox.ApiServer.Resources.Tables.Columns;

/// <summary>Columns of pods.</summary>
internal static class PodColumns
{
    public static readonly IReadOnlyList<PrinterColumn> All =
    [
        Column.Text("Ready", pod => PodSummary.Of(pod).Ready),
        Column.Text("Status", pod => PodSummary.Of(pod).Status),
        new("Restarts", "string", (pod, now) => PodSummary.Of(pod).RestartsAt(now)),
        Column.Age,
        Column.Wide("IP", pod => Column.OrNone(pod["status"].List("podIPs").FirstOrDefault().Text("ip") ?? pod["status"].Text("podIP"))),
        Column.Wide("Node", pod => Column.OrNone(pod["spec"].Text("nodeName"))),
        Column.Wide("Nominated Node", pod => Column.OrNone(pod["status"].Text("nominatedNodeName"))),
        Column.Wide("Readiness Gates", pod =>
        {
            var gates = pod["spec"].List("readinessGates").Select(gate => gate.Text("conditionType")).ToList();
            var met = gates.Count(gate => pod["status"].List("conditions").Any(condition => condition.Text("type") == gate && condition.Text("status") == "True"));
            return gates.Count == 0 ? Column.None : $"{met}/{gates.Count}";
        }),
    ];
}
