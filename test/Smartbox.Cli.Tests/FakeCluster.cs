using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Smartbox.Protocol.Assertions;

namespace Smartbox.Cli.Tests;

/// <summary>As much of an API server as the program uses: prepared answers by path, and port-forwards to a local port.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (int Status, string Body)> _answers = new(StringComparer.Ordinal);
    private readonly string _folder = Directory.CreateTempSubdirectory("cluster").FullName;
    private WebApplication? _app;

    public string Kubeconfig => Path.Combine(_folder, "kubeconfig");

    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Requests with their method, query and body.</summary>
    public ConcurrentQueue<(string Method, string Path, string Body)> Calls { get; } = new();

    /// <summary>Where port-forwards of the pod lead to; 0: the kubelet cannot connect.</summary>
    public int ForwardTo { get; set; }

    public static async Task<FakeCluster> StartAsync()
    {
        var cluster = new FakeCluster();
        string url;
        (cluster._app, url) = await LocalServer.StartAsync(HttpProtocols.Http1, _ => { }, app => app.Run(cluster.AnswerAsync));
        await File.WriteAllTextAsync(cluster.Kubeconfig, $$$"""
            apiVersion: v1
            kind: Config
            current-context: test
            clusters: [{name: test, cluster: {server: "{{{url}}}"}}]
            users: [{name: test, user: {token: admin}}]
            contexts:
            - {name: test, context: {cluster: test, user: test, namespace: people}}
            - {name: other, context: {cluster: test, user: test, namespace: elsewhere}}
            """);
        return cluster;
    }

    public FakeCluster Answer(string path, string json, int status = 200)
    {
        _answers[path] = (status, json);
        return this;
    }

    /// <summary>Answers one method only; this goes before an answer to all of them.</summary>
    public FakeCluster AnswerTo(string method, string path, string json, int status = 200) => Answer($"{method} {path}", json, status);

    /// <summary>Knows pods, ConfigMaps, Secrets, events and boxes.</summary>
    public FakeCluster WithKinds() => Answer("/api", Discovered("", ("v1",
        [("pods", "Pod", "pod", "po", "all"), ("configmaps", "ConfigMap", "configmap", "cm", ""), ("secrets", "Secret", "secret", "", ""), ("events", "Event", "event", "ev", "")])))
        .Answer("/apis", Discovered("smartbox.dev", ("v1alpha1", [("smartboxes", "Smartbox", "smartbox", "sbx", "all")])));

    public FakeCluster Refuse(string path, int status, string message) =>
        Answer(path, $$$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"{{{message}}}","code":{{{status}}}}""", status);

    public FakeCluster WithIssuer(SigningKey key, string ns = "smartbox-system") => Answer(
        $"/api/v1/namespaces/{ns}/secrets/smartbox-issuer",
        $$$"""{"kind":"Secret","apiVersion":"v1","metadata":{"name":"smartbox-issuer"},"data":{"private.pem":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(key.ExportPrivatePem()))}}}"}}""");

    public FakeCluster WithGatewayPod(bool ready = true) => Answer(
        "/api/v1/namespaces/smartbox-system/pods",
        $$$"""
        {"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"gateway-1","namespace":"smartbox-system"},
          "spec":{"containers":[{"name":"gateway","ports":[{"name":"health","containerPort":8081},{"name":"grpc","containerPort":8080}]}]},
          "status":{"conditions":[{"type":"Ready","status":"{{{ready}}}"}]}}]}
        """);

    private static string Discovered(string group, (string Name, (string Resource, string Kind, string Singular, string Short, string Category)[] Resources) version)
    {
        static string List(string word) => word.Length == 0 ? "[]" : $"[\"{word}\"]";
        var resources = version.Resources.Select(of => $$"""
            {"resource":"{{of.Resource}}","responseKind":{"kind":"{{of.Kind}}"},"scope":"Namespaced","singularResource":"{{of.Singular}}",
             "shortNames":{{List(of.Short)}},"categories":{{List(of.Category)}},"verbs":["get","list","watch","delete","patch"]}
            """);
        return $$$"""
            {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"{{{group}}}"},
             "versions":[{"version":"{{{version.Name}}}","resources":[{{{string.Join(',', resources)}}}]}]}]}
            """;
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path + context.Request.QueryString;
        Requests.Enqueue(path);
        if (context.WebSockets.IsWebSocketRequest)
        {
            await ForwardAsync(context);
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        Calls.Enqueue((context.Request.Method, path, await reader.ReadToEndAsync()));
        var (status, body) = _answers.TryGetValue($"{context.Request.Method} {path}", out var answer)
            || _answers.TryGetValue($"{context.Request.Method} {context.Request.Path}", out answer)
            || _answers.TryGetValue(context.Request.Path, out answer)
            ? answer
            : (404, """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"not found","code":404}""");
        context.Response.StatusCode = status;
        context.Response.ContentType = body.StartsWith('{') ? "application/json" : "text/plain";
        await context.Response.WriteAsync(body);
    }

    // Speaks as the kubelet does: port numbers first, then data in messages of channel 0; an error text in channel 1.
    private async Task ForwardAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync("v4.channel.k8s.io");
        await SendAsync(socket, [0, 0x90, 0x1f]);
        await SendAsync(socket, [1, 0x90, 0x1f]);
        if (ForwardTo == 0)
        {
            await SendAsync(socket, [1, .. "connection refused"u8]);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            return;
        }

        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", ForwardTo);
        await using var stream = tcp.GetStream();
#pragma warning disable CA2025 // awaited below, after its ends were closed
        var up = UpAsync(socket, stream);
#pragma warning restore CA2025
        var buffer = new byte[100_000];
        int count;
        try
        {
            while ((count = await stream.ReadAsync(buffer.AsMemory(1))) > 0)
            {
                buffer[0] = 0;
                await socket.SendAsync(buffer.AsMemory(0, count + 1), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
            }
        }
        catch (Exception e) when (e is IOException or WebSocketException or ObjectDisposedException)
        {
            // One of the two has left.
        }

        tcp.Close();
        await up;
    }

    private static async Task UpAsync(WebSocket socket, NetworkStream stream)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: WebSocketMessageType.Binary } result)
            {
                result.EndOfMessage.Should().BeTrue("messages of the program fit the buffer");
                await stream.WriteAsync(buffer.AsMemory(1, result.Count - 1));
            }
        }
        catch (Exception e) when (e is IOException or WebSocketException or ObjectDisposedException)
        {
            // One of the two has left.
        }

        stream.Close();
    }

    private static ValueTask SendAsync(WebSocket socket, byte[] message) =>
        socket.SendAsync(message.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
}
