using System.Text.Json.Nodes;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Tests.Storage;

/// <summary>A store in a folder of its own, and short words for what tests do with it.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private TestStore(ObjectStoreOptions options, SqliteObjectStore store) => (Options, Store) = (options, store);

    public ObjectStoreOptions Options { get; }

    public SqliteObjectStore Store { get; private set; }

    public string File => Path.Combine(Options.Folder, ObjectStoreOptions.FileName);

    /// <summary>For reads that must not wait: a read that waits after all fails instead of hanging.</summary>
    public static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    public static async Task<TestStore> OpenAsync(Func<ObjectStoreOptions, ObjectStoreOptions>? configure = null)
    {
        var options = new ObjectStoreOptions { Folder = Path.Combine(Path.GetTempPath(), "smartbox-tests", Guid.NewGuid().ToString("N")) };
        options = configure?.Invoke(options) ?? options;
        return new TestStore(options, await SqliteObjectStore.OpenAsync(options, default));
    }

    public static ObjectKey Key(string name, string ns = "default", string resource = "pods") => new(resource, ns, name);

    public static JsonObject Content(string text, params (string Name, string Value)[] labels) => new()
    {
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["labels"] = new JsonObject(labels.Select(l => KeyValuePair.Create(l.Name, (JsonNode?)l.Value))) },
        ["text"] = text,
    };

    public Task<StoredObject> CreateAsync(ObjectKey key, string text = "new") => Store.CreateAsync(key, Content(text), default);

    public Task<StoredObject> UpdateAsync(StoredObject stored, string text) => Store.UpdateAsync(stored.Key, Content(text), stored.Revision, default);

    public Task<StoredObject> DeleteAsync(StoredObject stored) => Store.DeleteAsync(stored.Key, stored.Revision, default);

    public string[] Names(ListQuery query) => [.. Store.List(query).Items.Select(o => o.Key.Name)];

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = await SqliteObjectStore.OpenAsync(Options, default);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(Options.Folder, recursive: true);
    }
}
