using Smartbox.Store.ObjectStores;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots;

namespace Smartbox.Sidecar.Storage;

/// <summary>A box's part of the bucket, and the engine that reads and writes snapshots there.</summary>
internal interface IBoxStore
{
    /// <summary>Objects below <c>boxes/&lt;uid&gt;/</c>.</summary>
    IObjectStore Objects { get; }

    /// <summary>Opens the repository.</summary>
    /// <returns>Null when a complete listing shows that there is none.</returns>
    /// <exception cref="RepositoryException">There is one, and it is damaged or has another password.</exception>
    /// <exception cref="ObjectStoreException">The bucket cannot be read.</exception>
    Task<IRepository?> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Opens the repository, or makes it.</summary>
    Task<IRepository> OpenOrCreateAsync(CancellationToken cancellationToken);

    /// <summary>Tries what the backup relies on, on objects of its own.</summary>
    /// <returns>A sentence for each guarantee that the bucket does not give.</returns>
    /// <exception cref="ObjectStoreException">It could not be tried.</exception>
    Task<IReadOnlyList<string>> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Makes an engine for the box's folders; it sends no request.</summary>
    ISnapshotEngine CreateEngine(IRepository repository);
}
