using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Smartbox.Conformance.Tests.Transcripts;

namespace Smartbox.Conformance.Tests.Servers;

/// <summary>One case on one server: a namespace (<c>$ns</c>) and an API group (<c>$group</c>) of its own, requests, and their transcript.</summary>
internal sealed class Case : IAsyncDisposable
{
    public const string MergePatch = "application/merge-patch+json";
    public const string JsonPatch = "application/json-patch+json";
    public const string StrategicPatch = "application/strategic-merge-patch+json";
    public const string ApplyPatch = "application/apply-patch+yaml";
    public const string Widgets = "/apis/$group/v1/namespaces/$ns/widgets";
    private const string Json = "application/json";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ServerKind _kind;
    private readonly Transcript _transcript;
    private readonly List<string> _clusterObjects = [];

    private Case(ServerKind kind, ApiServer server, string name)
    {
        _kind = kind;
        _transcript = new Transcript(name);
        Server = server;
        var id = Guid.NewGuid().ToString("n")[..10];
        (Namespace, Group) = ($"conf-{id}", $"g{id}.example.com");
        Normaliser.Name(Namespace, "$ns");
        Normaliser.Name(Group, "$group");
    }

    public ApiServer Server { get; }

    public string Namespace { get; }

    public string Group { get; }

    public Normaliser Normaliser => _transcript.Normaliser;

    /// <summary>Begins a case; its transcript is named after the test.</summary>
    /// <param name="kind">The server.</param>
    /// <param name="variant">Added to the transcript's name where one test has several.</param>
    /// <param name="test">The test's method.</param>
    /// <param name="file">The test's file.</param>
    public static async Task<Case> BeginAsync(
        ServerKind kind, string? variant = null, [CallerMemberName] string test = "", [CallerFilePath] string file = "")
    {
        var server = await ApiServer.RequireAsync(kind);
        var name = Path.Combine(Path.GetFileNameWithoutExtension(file), variant is null ? test : $"{test}.{variant}");
        var @case = new Case(kind, server, name);
        await @case.QuietlyAsync(HttpMethod.Post, "/api/v1/namespaces", "{metadata: {name: $ns}}");
        return @case;
    }

    public Task<Exchange> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, null, null, accept);

    /// <param name="path">Path and query.</param>
    /// <param name="body">The object, in YAML for short.</param>
    public Task<Exchange> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, Json, body);

    public Task<Exchange> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, Json, body);

    public Task<Exchange> PatchAsync(string type, string path, string body) => SendAsync(HttpMethod.Patch, path, type, body);

    public Task<Exchange> ApplyAsync(string path, string manager, string body, bool force = false) =>
        PatchAsync(ApplyPatch, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}fieldManager={manager}{(force ? "&force=true" : "")}", body);

    public Task<Exchange> DeleteAsync(string path, string? body = null) => SendAsync(HttpMethod.Delete, path, Json, body);

    /// <summary>A request that stays out of the transcript; an error throws.</summary>
    public async Task<Exchange> QuietlyAsync(HttpMethod method, string path, string? body = null, string? type = null)
    {
        var answer = await ExchangeAsync(method, path, type ?? Json, body, null);
        return answer.Status < 300 ? answer : throw new InvalidOperationException($"{method} {path}: {answer.Status} {answer.Text}");
    }

    /// <summary>A request whose answer, whatever it is, stays out of the transcript.</summary>
    public Task<Exchange> TryAsync(HttpMethod method, string path, string? body = null, string? type = null, string? accept = null) =>
        ExchangeAsync(method, path, type ?? Json, body, accept);

    /// <summary>Writes an answer into the transcript whose request stays out of it.</summary>
    public void Show(Exchange answer) => _transcript.Add(answer);

    /// <summary>Writes a title into the transcript.</summary>
    public void Step(string title) => _transcript.Add(title);

    /// <summary>Opens a watch.</summary>
    public async Task<Watch> WatchAsync(string path, string? accept = null)
    {
        _transcript.Add("GET", Fill(path), null, null);
        var request = new HttpRequestMessage(HttpMethod.Get, Fill(path));
        request.Headers.TryAddWithoutValidation("Accept", accept ?? Json);
        var response = await Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new Watch(response, new StreamReader(await response.Content.ReadAsStreamAsync()), _transcript);
    }

    /// <summary>Awaits that a path answers as wanted; the last answer goes into the transcript.</summary>
    public async Task<Exchange> AwaitAsync(string path, Func<Exchange, bool> condition, bool quietly = false)
    {
        var answer = await ExchangeAsync(HttpMethod.Get, path, null, null, null);
        await EndToEnd.Tests.Cluster.Eventually.HoldsAsync(path, s_patience, async () =>
        {
            answer = await ExchangeAsync(HttpMethod.Get, path, null, null, null);
            return condition(answer) ? null : answer.Text;
        });
        if (!quietly)
        {
            _transcript.Add("GET", Fill(path), null, null);
            _transcript.Add(answer);
        }

        return answer;
    }

    /// <summary>Defines a kind Widget in the case's group, with a given version, and awaits that it is served at <see cref="Widgets"/>.</summary>
    /// <param name="version">Entry of <c>versions</c> beside its name and flags, in YAML.</param>
    public async Task DefineWidgetsAsync(string version)
    {
        Owns("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.$group");
        var definition = YamlText.Parse(Fill("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.$group}
            spec: {group: $group, scope: Namespaced, names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList, shortNames: [wd]}}
            """));
        definition["spec"]!["versions"] = new JsonArray(YamlText.Merge(YamlText.Parse(version), YamlText.Parse("{name: v1, served: true, storage: true}")));
        await QuietlyAsync(HttpMethod.Post, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition.ToJsonString());
        await AwaitAsync(Widgets, answer => answer.Status == 200, quietly: true);
        await AwaitAsync("/apis/$group/v1", answer => answer.Status == 200, quietly: true);
    }

    /// <summary>Has the server forget its past. A real one has done so long ago with the first versions.</summary>
    public Task CompactAsync() => Task.CompletedTask;

    /// <summary>Has an object outside of the namespace taken away at the end.</summary>
    public void Owns(string path) => _clusterObjects.Add(path);

    /// <summary>Compares the transcript with the recorded one.</summary>
    public void Verify() => _transcript.Verify(_kind);

    public async ValueTask DisposeAsync()
    {
        foreach (var path in Enumerable.Reverse(_clusterObjects).Append("/api/v1/namespaces/$ns"))
        {
            await ExchangeAsync(HttpMethod.Delete, path, null, null, null);
        }
    }

    private async Task<Exchange> SendAsync(HttpMethod method, string path, string? type, string? body, string? accept = null)
    {
        _transcript.Add(method.Method, Fill(path) + (accept is null ? "" : $"\nAccept: {accept}"), type, body is null ? null : Fill(body));
        var answer = await ExchangeAsync(method, path, type, body, accept);
        _transcript.Add(answer);
        return answer;
    }

    private async Task<Exchange> ExchangeAsync(HttpMethod method, string path, string? type, string? body, string? accept)
    {
        using var request = new HttpRequestMessage(method, Fill(path));
        request.Headers.TryAddWithoutValidation("Accept", accept ?? Json);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body(type!, Fill(body))));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type!);
        }

        using var response = await Server.Http.SendAsync(request);
        return new Exchange(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            response.Headers.TryGetValues("Warning", out var warnings) ? [.. warnings] : [],
            await response.Content.ReadAsStringAsync());
    }

    // What is no YAML is sent as it is: such as broken JSON, which is a case too.
    private static string Body(string type, string body)
    {
        if (!type.StartsWith("application/", StringComparison.Ordinal) || !type.Contains("json", StringComparison.Ordinal) || body.StartsWith("raw:", StringComparison.Ordinal))
        {
            return body.StartsWith("raw:", StringComparison.Ordinal) ? body[4..] : body;
        }

        return YamlText.Parse(body).ToJsonString();
    }

    /// <summary>Puts the names of this case into a text.</summary>
    public string Fill(string text) => text.Replace("$ns", Namespace, StringComparison.Ordinal).Replace("$group", Group, StringComparison.Ordinal);
}
