using System.Text;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Smartbox.Kubelet.Images;
using Smartbox.Kubelet.Logs;

namespace Smartbox.Kubelet.Tests;

/// <summary>A kubelet with a folder of its own and a fake API server.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private KubeletCore? _core;

    private TestNode(KubeletOptions options) => Options = options;

    public FakeApi Api { get; } = new();

    public KubeletOptions Options { get; }

    public string Folder => Options.Folder;

    /// <summary>A folder for what containers tell the test.</summary>
    public string Shared => Path.Combine(Folder, "shared");

    public static async Task<TestNode> StartAsync(bool useCgroups = false, TimeSpan? backoff = null, ImageCatalogue? images = null)
    {
        var folder = Directory.CreateTempSubdirectory("kubelet-test-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "shared"));
        var node = new TestNode(new KubeletOptions
        {
            KubeconfigPath = "none",
            Folder = folder,
            RestartBackoff = backoff ?? TimeSpan.FromMilliseconds(20),
            MaxRestartBackoff = TimeSpan.FromMinutes(5),
            RetryInterval = TimeSpan.FromMilliseconds(100),
            LeftOverGrace = TimeSpan.FromSeconds(5),
            UseCgroups = useCgroups,
            Images = images ?? new ImageCatalogue(new Dictionary<string, ImageEntry>
            {
                ["host"] = new()
                {
                    AllowsHostPrograms = true,
                    Environment = new Dictionary<string, string>
                    {
                        ["SHARED"] = Path.Combine(folder, "shared"),
                        ["POD_IP"] = "${podIP}",
                        ["TERMINATION_LOG"] = "${terminationLog}",
                        ["DATA"] = "${mount:/data}",
                        ["STATE"] = "${mount:/state}",
                    },
                    LoopbackVariables = ["PEER"],
                    PathVariables = ["WHERE"],
                },
            }),
        });
        await node.StartAgainAsync();
        return node;
    }

    public async Task StartAgainAsync()
    {
        _core = new KubeletCore(Options, NullLogger.Instance);
        await _core.EndLeftOversAsync(CancellationToken.None);
        await _core.StartAsync(Api.Clients, CancellationToken.None);
    }

    public async Task StopAsync()
    {
        await _core!.StopAsync(CancellationToken.None);
        await _core.DisposeAsync();
    }

    public Task KillAsync() => _core!.DisposeAsync().AsTask();

    /// <summary>Creates a pod from YAML of its spec.</summary>
    public V1Pod Run(string name, string spec) => Api.Pods.Create(new V1Pod
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default", Generation = 1 },
        Spec = KubernetesYaml.Deserialize<V1PodSpec>(spec),
    });

    public V1Pod Pod(string name) => Api.Pods.Get("default", name) ?? throw new InvalidOperationException($"There is no pod {name}.");

    public Task<V1Pod> UntilAsync(string name, Func<V1Pod, bool> condition) =>
        UntilAsync(() => Api.Pods.Get("default", name) is { Status: not null } pod && condition(pod) ? pod : null, () => KubernetesJson.Serialize(Api.Pods.Get("default", name)));

    public Task UntilGoneAsync(string name) => UntilAsync(() => Api.Pods.Get("default", name) is null ? "" : null, () => KubernetesJson.Serialize(Api.Pods.Get("default", name)));

    public Task<string> UntilFileAsync(string name, Func<string, bool>? condition = null) => UntilAsync(
        () => File.Exists(Path.Combine(Shared, name)) && File.ReadAllText(Path.Combine(Shared, name)) is var text && (condition is null ? text.Length > 0 : condition(text)) ? text : null,
        () => (File.Exists(Path.Combine(Shared, name)) ? File.ReadAllText(Path.Combine(Shared, name)) : "no file") + KubernetesJson.Serialize(Api.Pods.List()) + string.Join('\n', Api.Events));

    public Task UntilEventAsync(string text) => UntilAsync(
        () => Api.Events.FirstOrDefault(e => e.Contains(text, StringComparison.Ordinal)), () => string.Join('\n', Api.Events));

    public static async Task<T> UntilAsync<T>(Func<T?> get, Func<string> tell)
        where T : class
    {
        using var deadline = new CancellationTokenSource(s_patience);
        while (!deadline.IsCancellationRequested)
        {
            if (get() is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        throw new TimeoutException($"It did not come to that; last: {tell()}\n{Environment.StackTrace}");
    }

    public async Task<string> LogAsync(LogRequest request, CancellationToken cancellationToken = default)
    {
        using var output = new MemoryStream();
        var (file, live) = _core!.Pods.Find(request.Namespace, request.Pod).Log(request.Container, request.Previous);
        await LogReader.CopyAsync(file, live, request, output, cancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        if (_core is not null)
        {
            await _core.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
