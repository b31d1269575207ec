using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Kubelet;

/// <summary>A case with pods that run.</summary>
/// <remarks>
/// A script finds a mount by a variable that only the process kubelet sets, as in <c>${DATA:-/data}</c>: in a container the mount is where the spec says.
/// </remarks>
internal static class PodCase
{
    public const string Pods = "/api/v1/namespaces/$ns/pods";

    /// <summary>What only one of the two kinds of node can say, or what differs from node to node.</summary>
    private static readonly string[] s_hidden =
        ["containerID", "imageID", "hostIP", "hostIPs", "podIP", "podIPs", "allocatedResources", "resources", "user", "volumeMounts", "startTime"];

    private static readonly string s_image = Environment.GetEnvironmentVariable("SMARTBOX_TEST_TOOLS_IMAGE") is { Length: > 0 } image ? image : "smartbox.test/tools:1";

    public static async Task<Case> BeginAsync(ServerKind kind, string? variant = null, [CallerMemberName] string test = "", [CallerFilePath] string file = "")
    {
        var @case = await Case.BeginAsync(kind, variant, test, file);
        @case.Normaliser.Hidden.UnionWith(s_hidden);
        @case.Normaliser.Name(s_image, "$image");
        await @case.AwaitAsync("/api/v1/namespaces/$ns/serviceaccounts/default", answer => answer.Status == 200, quietly: true);
        return @case;
    }

    /// <summary>Makes a pod of a spec in YAML, in which <c>$image</c> is an image with a shell, <c>$data</c> and <c>$more</c> the folders mounted at <c>/data</c> and <c>/more</c>, <c>$sleep</c> a script that runs until it is told to end.</summary>
    public static Task<Exchange> RunAsync(this Case @case, string name, string spec, string metadata = "")
    {
        var pod = YamlText.Parse("spec:\n" + string.Join('\n', Filled(spec).Split('\n').Select(line => "  " + line)));
        pod["metadata"] = YamlText.Merge(YamlText.Parse($"name: {name}"), YamlText.Parse(metadata.Length == 0 ? "{}" : metadata));
        pod["spec"]!["automountServiceAccountToken"] = false;
        pod["spec"]!["terminationGracePeriodSeconds"] ??= 1;
        return @case.QuietlyAsync(HttpMethod.Post, Pods, pod.ToJsonString());
    }

    /// <summary>Awaits a state of a pod and returns its status.</summary>
    public static async Task<JsonNode> AwaitPodAsync(this Case @case, string name, Func<JsonNode, bool> condition) =>
        (await @case.AwaitAsync($"{Pods}/{name}", answer => answer.Status == 200 && condition(answer.Json["status"]!), quietly: true)).Json["status"]!;

    public static Task<JsonNode> AwaitPhaseAsync(this Case @case, string name, string phase) =>
        @case.AwaitPodAsync(name, status => (string?)status["phase"] == phase);

    public static Task<JsonNode> AwaitReadyAsync(this Case @case, string name) => @case.AwaitPodAsync(name, status => status.Condition("Ready") == "True");

    /// <summary>Awaits that a container waits for a reason.</summary>
    public static Task<JsonNode> AwaitWaitingAsync(this Case @case, string name, string container, string reason) =>
        @case.AwaitPodAsync(name, status => (string?)status.Container(container)?["state"]?["waiting"]?["reason"] == reason);

    public static string? Condition(this JsonNode status, string type) =>
        (string?)status["conditions"]?.AsArray().FirstOrDefault(c => (string?)c!["type"] == type)?["status"];

    public static JsonNode? Container(this JsonNode status, string name) => new[] { "containerStatuses", "initContainerStatuses" }
        .SelectMany(list => status[list]?.AsArray() ?? []).FirstOrDefault(c => (string?)c!["name"] == name);

    public static int Restarts(this JsonNode status, string container) => (int?)status.Container(container)?["restartCount"] ?? 0;

    /// <summary>A container's log as it is, once the pod has come to an end.</summary>
    public static async Task<string> LogAsync(this Case @case, string pod, string container, string query = "") =>
        (await @case.QuietlyAsync(HttpMethod.Get, $"{Pods}/{pod}/log?container={container}{query}")).Text;

    private static string Filled(string spec) => spec
        .Replace("$sleep", "trap 'exit 0' TERM; while :; do sleep 0.1; done", StringComparison.Ordinal)
        .Replace("$image", s_image, StringComparison.Ordinal)
        .Replace("$data", "${DATA:-/data}", StringComparison.Ordinal)
        .Replace("$more", "${MORE:-/more}", StringComparison.Ordinal);

    /// <summary>Writes a status into the transcript.</summary>
    public static void Show(this Case @case, string title, JsonNode status) => @case.Step(title + "\n" + @case.Normaliser.Json(status));
}
