using Smartbox.Protocol;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Volume;
using Smartbox.Store.ObjectStores;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots;

namespace Smartbox.Sidecar.Storage;

/// <summary>The store that the variables name.</summary>
internal sealed class BoxStore : IBoxStore
{
    private const string RepositoryPrefix = "repo/";

    /// <summary>Paths in snapshots.</summary>
    private const string StatePath = "/state";
    private const string RelayPath = "/relay";

    private readonly string _password;
    private readonly RepositoryOptions _repository;
    private readonly SnapshotOptions _snapshots;
    private readonly SidecarContext _context;

    private readonly ObjectStoreOptions _options;
    private readonly TimeSpan _patience;

    private BoxStore(SidecarContext context, ObjectStoreOptions options, TimeSpan patience, IObjectStore objects, string password)
    {
        _options = options;
        _patience = patience;
        var volume = new VolumeLayout(context.Options.VolumePath);
        Objects = objects;
        _context = context;
        _password = password;
        _repository = new RepositoryOptions { Hostname = context.Options.Uid, Time = context.Time };
        _snapshots = new SnapshotOptions
        {
            Roots = [new SnapshotRoot(StatePath, volume.State), new SnapshotRoot(RelayPath, volume.Relay)],
            CacheFolder = volume.Cache,
            Hostname = context.Options.Uid,
            Excludes = StoreVariables.Excludes(context.Environment),
            ExcludeRoot = StatePath,
        };
    }

    public IObjectStore Objects { get; }

    /// <summary>Reads the variables and files of the store; sends no request.</summary>
    /// <param name="context">Context of the mode.</param>
    /// <param name="patience">How long a call may take, its retries included.</param>
    /// <exception cref="SidecarException"><see cref="TerminationReasons.InvalidConfiguration"/>.</exception>
    public static BoxStore Open(SidecarContext context, TimeSpan patience) => Open(context, patience, objects => objects);

    /// <summary>The same with the bucket wrapped.</summary>
    internal static BoxStore Open(SidecarContext context, TimeSpan patience, Func<IObjectStore, IObjectStore> wrap)
    {
        var options = StoreVariables.Read(context.Environment, context.Options.Uid);
        var objects = new DeadlineStore(wrap(ObjectStoreFactory.Create(options, context.Time)), patience, context.Time);
        return new BoxStore(context, options, patience, objects, ReadPassword(context.Options.KeysPath));
    }

    public async Task<IRepository?> OpenAsync(CancellationToken cancellationToken) =>
        await Repository.TryOpenAsync(Objects.Below(RepositoryPrefix), _password, _repository, cancellationToken);

    public async Task<IRepository> OpenOrCreateAsync(CancellationToken cancellationToken) =>
        await Repository.OpenOrCreateAsync(Objects.Below(RepositoryPrefix), _password, _repository, cancellationToken);

    public async Task<IReadOnlyList<string>> ProbeAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_patience, _context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await ObjectStoreProbe.RunAsync(_options, _context.Time, either.Token);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ObjectStoreException(ObjectStoreError.Unavailable, $"The bucket did not answer within {_patience.TotalSeconds:F0} s.", e);
        }
    }

    public ISnapshotEngine CreateEngine(IRepository repository) =>
        new SnapshotEngine(repository, _snapshots, _context.Time, _context.Loggers.CreateLogger<SnapshotEngine>());

    private static string ReadPassword(string folder)
    {
        var path = Path.Combine(folder, PodContract.PasswordKey);
        try
        {
            var password = File.ReadAllText(path).TrimEnd('\n');
            return password.Length > 0 ? password : throw new IOException("it is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SidecarException(TerminationReasons.InvalidConfiguration, $"The repository's password cannot be read from {path}: {e.Message}.", e);
        }
    }
}
