using System.Diagnostics;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Storage;
using Smartbox.ApiServer.Tests.Storage;

namespace Smartbox.Benchmarks.ApiServer;

/// <summary>What the API server's store does on this machine's disk: durable writes, events to watches, a restart, and kills.</summary>
internal static class ApiStoreBenchmark
{
    public const string Writer = "api-store-writer";

    private const int Clients = 64;
    private const int Objects = 10_000;
    private const int Warm = 2000;

    public static async Task<int> RunAsync(int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("smartbox-api-store-").FullName;
        var options = new ObjectStoreOptions { Folder = Path.Combine(folder, "store") };
        await using (var store = await SqliteObjectStore.OpenAsync(options, default))
        {
            await CreateAsync(store, "warm", Warm);
            await Stage.MeasureAsync($"creates by {Clients} clients", "writes", async () => await CreateAsync(store, "n", Objects - Warm));
            await Stage.MeasureAsync($"updates by {Clients} clients", "writes", async () => await UpdateAsync(store, "n", Objects - Warm));
        }

        // Within this process: what a new one has to compile first is part of the restart over HTTP.
        await Stage.MeasureAsync("restart", "objects", async () =>
        {
            await using var store = await SqliteObjectStore.OpenAsync(options, default);
            return store.List(new ListQuery("pods", null)).Items.Count;
        });
        await using (var store = await SqliteObjectStore.OpenAsync(options, default))
        {
            await Stage.MeasureAsync("creates by 1 client", "writes", async () => await CreateAsync(store, "one", 1000, clients: 1));
            foreach (var watches in (int[])[1, 100])
                await Stage.MeasureAsync($"events to {watches} watch(es)", "events", async () => await WatchAsync(store, $"w{watches}", watches, 4000));
        }

        var killed = Directory.CreateDirectory(Path.Combine(folder, "killed")).FullName;
        await Stage.MeasureAsync($"{rounds} kills", "acknowledged", async () =>
        {
            var acknowledged = 0;
            for (var i = 0; i < rounds; i++)
                acknowledged += await StoreKillLoop.RoundAsync(killed, new ProcessStartInfo(Environment.ProcessPath!, [Writer, killed]), 20 + (i * 37 % 500), default);
            return acknowledged;
        });
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static async Task<int> CreateAsync(SqliteObjectStore store, string prefix, int count, int clients = Clients)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i <= count)
                await store.CreateAsync(Key(prefix, i), Content(i), default);
        })));
        return count;
    }

    private static async Task<int> UpdateAsync(SqliteObjectStore store, string prefix, int count)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i <= count)
            {
                var stored = store.Get(Key(prefix, i))!;
                var content = stored.ToJson();
                content["spec"]!["generation"] = i + 1;
                await store.UpdateAsync(stored.Key, content, stored.Revision, default);
            }
        })));
        return count;
    }

    private static async Task<int> WatchAsync(SqliteObjectStore store, string prefix, int watches, int count)
    {
        var readers = Enumerable.Range(0, watches).Select(_ => ReadAsync(store.Watch("pods", null, store.Revision), count)).ToList();
        await CreateAsync(store, prefix, count);
        await Task.WhenAll(readers);
        return watches * count;
    }

    private static async Task ReadAsync(IObjectWatch watch, int count)
    {
        using (watch)
        {
            for (var read = 0; read < count;)
                read += (await watch.ReadAsync(default)).Count;
        }
    }

    private static ObjectKey Key(string prefix, int i) => new("pods", $"ns{i % 10}", $"{prefix}-{i}");

    private static JsonObject Content(int i) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = $"n-{i}", ["labels"] = new JsonObject { ["app"] = "web" } },
        ["spec"] = new JsonObject { ["generation"] = i, ["containers"] = new JsonArray([.. Enumerable.Range(0, 16).Select(c => new JsonObject { ["name"] = $"c{c}", ["image"] = new string('i', 85) })]) },
    };
}
