using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Smartbox.Benchmarks.ApiServer;

/// <summary>The embedded API server as its clients see it, over HTTP/2 and TLS, with everything on this machine's cores.</summary>
internal static class ApiServerBenchmark
{
    private const int Clients = 64;
    private const int Objects = 10_000;
    private const int Warm = 3000;
    private const int Watches = 20;
    private const int WatchedWrites = 4000;

    private static readonly string _text = new('x', 1700);

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("smartbox-api-server-").FullName;
        using (var server = await ServerProcess.StartAsync(folder))
        {
            using var client = server.Connect();
            await CreateNamespaceAsync(client, "bench");
            await CreateAsync(client, "warm", Warm);
            await MeasureAsync(server, $"creates by {Clients}", "writes", () => CreateAsync(client, "n", Objects - Warm));
            await MeasureAsync(server, $"updates by {Clients}", "writes", () => PatchAsync(client, "n", Objects - Warm));
        }

        var clock = Stopwatch.StartNew();
        using (var server = await ServerProcess.StartAsync(folder))
        {
            using var client = server.Connect();
            using var answer = await client.GetAsync("/api/v1/configmaps?limit=1");
            answer.EnsureSuccessStatusCode();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"restart with {Objects} objects, from process start to first answer: {clock.Elapsed.TotalSeconds:F2} s, server CPU {server.CpuTime.TotalSeconds:F2} s, {server.MemoryBytes >> 20} MiB"));
            await CreateAsync(client, "again", Warm);
            await MeasureAsync(server, "creates by 1", "writes", () => CreateAsync(client, "one", 1000, clients: 1));
            await MeasureAsync(server, $"{Watches} watches", "events", () => WatchAsync(server, client));
        }

        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static async Task MeasureAsync(ServerProcess server, string name, string unit, Func<Task<int>> work)
    {
        var before = server.CpuTime;
        await Stage.MeasureAsync(name, unit, work, count =>
        {
            var cpu = server.CpuTime - before;
            return string.Create(CultureInfo.InvariantCulture, $", server {cpu.TotalSeconds:F2} s ({cpu.TotalMicroseconds / count:F0} us each), {server.MemoryBytes >> 20} MiB");
        });
    }

    private static async Task<int> CreateAsync(HttpClient client, string prefix, int count, int clients = Clients, string ns = "bench")
    {
        await ForEachAsync(count, clients, i => SendAsync(
            client,
            HttpMethod.Post,
            $"/api/v1/namespaces/{ns}/configmaps",
            "application/json",
            $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{prefix}}}-{{{i}}}","labels":{"app":"web"}},"data":{"text":"{{{_text}}}"}}"""));
        return count;
    }

    private static Task CreateNamespaceAsync(HttpClient client, string name) =>
        SendAsync(client, HttpMethod.Post, "/api/v1/namespaces", "application/json", $$$"""{"metadata":{"name":"{{{name}}}"}}""");

    private static async Task<int> PatchAsync(HttpClient client, string prefix, int count)
    {
        await ForEachAsync(count, Clients, i => SendAsync(
            client, HttpMethod.Patch, $"/api/v1/namespaces/bench/configmaps/{prefix}-{i}", "application/merge-patch+json", $$$"""{"data":{"n":"{{{i}}}"}}"""));
        return count;
    }

    private static async Task<int> WatchAsync(ServerProcess server, HttpClient client)
    {
        await CreateNamespaceAsync(client, "watched");
        using var watcher = server.Connect();
        var watches = new List<Stream>();
        for (var i = 0; i < Watches; i++)
        {
            // The selector leaves out what the server itself puts into a namespace.
            var answer = await watcher.GetAsync("/api/v1/namespaces/watched/configmaps?watch=1&labelSelector=app%3Dweb", HttpCompletionOption.ResponseHeadersRead);
            watches.Add(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
        }

        var readers = watches.Select(w => Task.Run(() => ReadLinesAsync(w, WatchedWrites))).ToList();
        await CreateAsync(client, "w", WatchedWrites, ns: "watched");
        await Task.WhenAll(readers);
        watches.ForEach(w => w.Dispose());
        return Watches * WatchedWrites;
    }

    private static async Task ReadLinesAsync(Stream watch, int count)
    {
        var buffer = new byte[64 << 10];
        for (var lines = 0; lines < count;)
        {
            var read = await watch.ReadAsync(buffer);
            if (read == 0)
                throw new InvalidOperationException($"A watch ended after {lines} events.");
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }
    }

    private static Task ForEachAsync(int count, int clients, Func<int, Task> work)
    {
        var next = 0;
        return Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i <= count)
                await work(i);
        })));
    }

    private static async Task SendAsync(HttpClient client, HttpMethod method, string path, string type, string body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        using var answer = await client.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path}: {await answer.Content.ReadAsStringAsync()}");
    }
}
