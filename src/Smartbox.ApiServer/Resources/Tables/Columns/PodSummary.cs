using System.Globalization;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds;

namespace Smartbox.ApiServer.Resources.Tables.Columns;

/// <summary>What <c>kubectl get pods</c> says of a pod in three words: how many containers are ready, what it is doing, how often they were restarted.</summary>
/// <remarks>Source: <c>printPod</c> of kube-apiserver's printers.</remarks>
internal sealed class PodSummary
{
    private readonly JsonObject pod;

    /// <summary>Init containers that go on beside the others.</summary>
    private readonly HashSet<string> sidecars;

    private int ready;
    private long restarts;
    private DateTimeOffset? lastRestart;

    private PodSummary(JsonObject pod)
    {
        this.pod = pod;
        sidecars = [.. pod["spec"].List("initContainers").Where(container => container.Text("restartPolicy") == "Always").Select(container => container.Text("name")!)];
        Status = FirstOf(pod["status"].Text("reason"), pod["status"].Text("phase"));
        if (pod["status"].List("conditions").Any(condition => condition.Text("type") == "PodScheduled" && condition.Text("reason") == "SchedulingGated"))
            Status = "SchedulingGated";
        var isInitializing = CountInitContainers();
        if (!isInitializing || HasCondition("Initialized")) CountContainers();
        if (pod["metadata"].Text("deletionTimestamp") is null) return;
        if (pod["status"].Text("reason") == "NodeLost") Status = "Unknown";
        else if (pod["status"].Text("phase") is not ("Succeeded" or "Failed")) Status = "Terminating";
    }

    public string Status { get; private set; }

    public string Ready => $"{ready}/{pod["spec"].List("containers").Count() + sidecars.Count}";

    public static PodSummary Of(JsonObject pod) => new(pod);

    /// <summary>The number, and how long ago the last one was.</summary>
    public string RestartsAt(DateTimeOffset now) =>
        restarts == 0 || lastRestart is null ? restarts.ToString() : $"{restarts} ({Ages.Human(now - lastRestart.Value)} ago)";

    /// <returns>Whether the pod is still starting; the first init container that has not done its part gives the status.</returns>
    private bool CountInitContainers()
    {
        var index = 0;
        foreach (var container in pod["status"].List("initContainerStatuses"))
        {
            CountRestarts(container);
            var isSidecar = sidecars.Contains(container.Text("name") ?? "");
            var (ended, waiting) = (container["state"]?["terminated"], container["state"]?["waiting"]);
            if (isSidecar && container.IsTrue("started"))
            {
                if (container.IsTrue("ready")) ready++;
            }
            else if (ended is null || Column.ReadNumber(ended, "exitCode") != 0)
            {
                Status = "Init:" + (ended is not null ? EndOf(ended)
                    : FirstOf(waiting.Text("reason")) is { Length: > 0 } and not "PodInitializing" and var reason ? reason
                    : $"{index}/{pod["spec"].List("initContainers").Count()}");
                return true;
            }
            index++;
        }
        return false;
    }

    private void CountContainers()
    {
        // Once started, restarts of the init containers that are over say nothing any more.
        (restarts, lastRestart) = (0, null);
        foreach (var container in pod["status"].List("initContainerStatuses"))
            if (sidecars.Contains(container.Text("name") ?? "")) CountRestarts(container);

        var isRunning = false;
        foreach (var container in pod["status"].List("containerStatuses").Reverse())
        {
            CountRestarts(container);
            var (ended, waiting) = (container["state"]?["terminated"], container["state"]?["waiting"]);
            if (waiting.Text("reason") is { Length: > 0 } reason) Status = reason;
            else if (ended is not null) Status = EndOf(ended);
            else if (container.IsTrue("ready") && container["state"]?["running"] is not null)
            {
                isRunning = true;
                ready++;
            }
        }
        if (Status == "Completed" && isRunning) Status = HasCondition("Ready") ? "Running" : "NotReady";
    }

    private void CountRestarts(JsonObject container)
    {
        restarts += Column.ReadNumber(container, "restartCount");
        if (container["lastState"]?["terminated"].Text("finishedAt") is not { } text) return;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && (lastRestart is null || time > lastRestart)) lastRestart = time;
    }

    private static string EndOf(JsonNode ended) =>
        ended.Text("reason") is { Length: > 0 } reason ? reason
        : Column.ReadNumber(ended, "signal") is not 0 and var signal ? $"Signal:{signal}"
        : $"ExitCode:{Column.ReadNumber(ended, "exitCode")}";

    private bool HasCondition(string type) =>
        pod["status"].List("conditions").Any(condition => condition.Text("type") == type && condition.Text("status") == "True");

    private static string FirstOf(params string?[] texts) => Array.Find(texts, text => !string.IsNullOrEmpty(text)) ?? "";
}
