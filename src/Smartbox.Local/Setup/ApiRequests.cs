using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using k8s;

namespace Smartbox.Local.Setup;

/// <summary>The few requests that an installation makes itself, as one more client of its API server.</summary>
public sealed class ApiRequests : IDisposable
{
    private const string FieldManager = "smartbox-local";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly k8s.Kubernetes _client;
    private readonly TimeProvider _time;

    public ApiRequests(string kubeconfigPath, TimeProvider time)
    {
        _time = time;
        _client = new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfigPath));
    }

    /// <returns>The object, or null when there is none.</returns>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(path));
        using var response = await _client.HttpClient.SendAsync(request, cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(response, cancellationToken);
    }

    /// <summary>Creates; nothing happens when it is there already.</summary>
    public async Task CreateAsync(string path, JsonObject content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(path)) { Content = new StringContent(content.ToJsonString(), Encoding.UTF8, "application/json") };
        using var response = await _client.HttpClient.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Conflict)
        {
            await ReadAsync(response, cancellationToken);
        }
    }

    /// <summary>Server-side apply, forced: what an installation sets is its own.</summary>
    public async Task ApplyAsync(string path, string yaml, CancellationToken cancellationToken)
    {
        using var content = new StringContent(yaml, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/apply-patch+yaml"));
        using var request = new HttpRequestMessage(HttpMethod.Patch, Address($"{path}?fieldManager={FieldManager}&force=true")) { Content = content };
        using var response = await _client.HttpClient.SendAsync(request, cancellationToken);
        await ReadAsync(response, cancellationToken);
    }

    /// <summary>Deletes; nothing happens when it is not there.</summary>
    /// <param name="path">The object.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="grace">Seconds that a pod gets to end; null: as it says itself.</param>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken, int? grace = 0)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, Address(grace is null ? path : $"{path}?gracePeriodSeconds={grace}"));
        using var response = await _client.HttpClient.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound)
        {
            await ReadAsync(response, cancellationToken);
        }
    }

    /// <summary>Looks at an object until it is as wanted.</summary>
    /// <exception cref="OperationCanceledException">Whoever waits has lost patience.</exception>
    public async Task<JsonObject?> WaitAsync(string path, Func<JsonObject?, bool> isDone, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await FindAsync(path, cancellationToken);
            if (isDone(found))
            {
                return found;
            }

            await Task.Delay(s_pause, _time, cancellationToken);
        }
    }

    /// <summary>Whether an object's condition is <c>True</c>.</summary>
    public static bool IsTrue(JsonObject? content, string condition) =>
        (content?["status"]?["conditions"] as JsonArray ?? []).Any(entry => (string?)entry?["type"] == condition && (string?)entry["status"] == "True");

    public void Dispose() => _client.Dispose();

    private Uri Address(string path) => new(_client.BaseUri, path);

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return JsonNode.Parse(text)!.AsObject();
        }

        var path = response.RequestMessage!.RequestUri!.AbsolutePath;
        throw new LocalException($"The API server refuses {response.RequestMessage.Method} {path} ({(int)response.StatusCode}): {text}");
    }
}
