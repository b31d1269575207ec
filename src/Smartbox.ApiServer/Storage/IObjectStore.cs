using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Storage;

/// <summary>All objects, their revisions, and what changed lately. One writer; reads are served from memory and never wait for it.</summary>
internal interface IObjectStore
{
    /// <summary>The latest revision that is on disk.</summary>
    long Revision { get; }

    /// <returns>The current version, or null.</returns>
    StoredObject? Get(ObjectKey key);

    /// <summary>A page of a list, in order of namespace and name, all pages as of one revision.</summary>
    /// <param name="query">What to list.</param>
    /// <exception cref="RevisionCompactedException">When the revision of <see cref="ListQuery.Continue"/> is older than what is kept.</exception>
    ObjectPage List(ListQuery query);

    /// <summary>Stores a new object and sets its <c>metadata.resourceVersion</c>. Returns when it is on disk.</summary>
    /// <exception cref="RevisionConflictException">When there is one of that key.</exception>
    Task<StoredObject> CreateAsync(ObjectKey key, JsonObject content, CancellationToken cancellationToken);

    /// <summary>Replaces the version of <paramref name="expected"/>. Returns when it is on disk. Content equal to what is stored writes nothing.</summary>
    /// <exception cref="RevisionConflictException">When the stored one is of another revision, or gone.</exception>
    Task<StoredObject> UpdateAsync(ObjectKey key, JsonObject content, long expected, CancellationToken cancellationToken);

    /// <summary>Removes the version of <paramref name="expected"/>. Returns when that is on disk.</summary>
    /// <returns>The last version, under the revision of its removal.</returns>
    /// <exception cref="RevisionConflictException">When the stored one is of another revision, or gone.</exception>
    Task<StoredObject> DeleteAsync(ObjectKey key, long expected, CancellationToken cancellationToken);

    /// <summary>Every change after a revision, in order, without gap. It is registered when this returns.</summary>
    /// <param name="resource">Group and resource, as in <see cref="ObjectKey.Resource"/>.</param>
    /// <param name="ns">Namespace; null for all.</param>
    /// <param name="after">Revision after which changes are wanted.</param>
    /// <exception cref="RevisionCompactedException">When the revision is older than what is kept.</exception>
    IObjectWatch Watch(string resource, string? ns, long after);
}
