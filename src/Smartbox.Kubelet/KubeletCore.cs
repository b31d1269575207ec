using k8s.Models;
using Microsoft.Extensions.Logging;
using Smartbox.Kubelet.Cgroups;
using Smartbox.Kubelet.Nodes;
using Smartbox.Kubelet.Pods;
using Smartbox.Kubelet.Probes;
using Smartbox.Kubelet.Processes;
using Smartbox.Kubelet.Variables;
using Smartbox.Kubelet.Volumes;
using Smartbox.Kubernetes;

namespace Smartbox.Kubelet;

/// <summary>The parts of the kubelet, put together.</summary>
internal sealed class KubeletCore : IAsyncDisposable
{
    private readonly KubeletOptions _options;
    private readonly ILogger _logger;
    private readonly KubeletFolders _folders;
    private readonly ProcessLauncher _launcher;
    private readonly ProcessRecords _records;
    private readonly ProbeClients _probes = new();
    private readonly List<IDisposable> _subscriptions = [];
    private bool _isDisposed;
    private MemoryGroups? _cgroups;
    private PodManager? _pods;
    private PodBinder? _binder;
    private ClaimBinder? _claims;
    private NodeRegistration? _registration;

    /// <exception cref="KubeletException">The machine lacks something.</exception>
    public KubeletCore(KubeletOptions options, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _folders = new KubeletFolders(options.Folder);
        _folders.Create();
        _launcher = new ProcessLauncher();
        _records = new ProcessRecords(_folders.Records);
    }

    public PodManager Pods => _pods ?? throw new InvalidOperationException("The kubelet has not started.");

    public Task EndLeftOversAsync(CancellationToken cancellationToken) =>
        LeftOvers.EndAsync(_records, _options.LeftOverGrace, _options.Time, _logger, cancellationToken);

    public async Task StartAsync(KubeletClients clients, CancellationToken cancellationToken)
    {
        string? obstacle = "they are switched off by option";
        if (_options.UseCgroups)
        {
            _cgroups = MemoryGroups.TryCreate($"smartbox-{_options.NodeName}-{AddressRange.Of(_options.Folder).First & 0xFFFFFF:x}", out obstacle);
        }

        var range = _options.PodRange is { } text && AddressRange.TryParse(text, out var given) ? given : AddressRange.Of(_options.Folder);
        var node = new NodeContext(
            _options,
            _folders,
            new NodeFacts(_options.NodeName, "127.0.0.1", Environment.ProcessorCount, Machine.Memory),
            clients.Client,
            new ObjectSource(clients.Secrets, clients.ConfigMaps, clients.Claims, clients.Client),
            clients.Events,
            _launcher,
            _records,
            new AddressPool(range),
            _cgroups,
            _probes,
            _logger);
        _registration = new NodeRegistration(node, _cgroups is null ? obstacle : null);
        _pods = new PodManager(node);
        _binder = new PodBinder(node, clients.Subresources, clients.Pods, clients.Claims);
        _claims = new ClaimBinder(node, _pods, clients.Pods, clients.Claims);

        await clients.WhenSyncedAsync(cancellationToken).ConfigureAwait(false);
        await _registration.StartAsync(cancellationToken).ConfigureAwait(false);
        RemoveStrangers(clients.Pods);
        Subscribe(clients, _pods, _binder, _claims);
        _binder.Start();
        _claims.Start();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_pods is not null && _registration is not null)
        {
            await _pods.ShutDownAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            await _registration.StopAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _subscriptions.ForEach(s => s.Dispose());
        if (_binder is not null)
        {
            await _binder.DisposeAsync().ConfigureAwait(false);
        }

        if (_claims is not null)
        {
            await _claims.DisposeAsync().ConfigureAwait(false);
        }

        if (_registration is not null)
        {
            await _registration.DisposeAsync().ConfigureAwait(false);
        }

        if (_pods is not null)
        {
            await _pods.DisposeAsync().ConfigureAwait(false);
        }

        _cgroups?.Remove();
        _probes.Dispose();
    }

    private void Subscribe(KubeletClients clients, PodManager pods, PodBinder binder, ClaimBinder claims)
    {
        pods.Left += claims.Wake;
        _subscriptions.Add(clients.PodEvents.Subscribe(change =>
        {
            pods.Handle(change);
            binder.Wake();
            claims.Wake();
        }));
        _subscriptions.Add(clients.SecretEvents.Subscribe(change => Refresh(change.Entity.Metadata, PodReference.Secret(change.Entity.Metadata.Name))));
        _subscriptions.Add(clients.ConfigMapEvents.Subscribe(change => Refresh(change.Entity.Metadata, PodReference.ConfigMap(change.Entity.Metadata.Name))));
        _subscriptions.Add(clients.ClaimEvents.Subscribe(change =>
        {
            Refresh(change.Entity.Metadata, PodReference.Claim(change.Entity.Metadata.Name));
            binder.Wake();
            claims.Wake();
        }));

        void Refresh(V1ObjectMeta meta, PodReference reference) => pods.Refresh(meta.NamespaceProperty, reference);
    }

    // What is left of pods that went while no kubelet looked.
    private void RemoveStrangers(IEntityCache<V1Pod> pods)
    {
        var uids = pods.List().Select(p => p.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(_folders.Pods).Where(f => !uids.Contains(Path.GetFileName(f)))
            .Concat(Directory.EnumerateDirectories(_folders.Logs).Where(f => !uids.Contains(Path.GetFileName(f).Split('_')[^1]))))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.FolderStays(_logger, folder, e.Message);
            }
        }
    }
}
