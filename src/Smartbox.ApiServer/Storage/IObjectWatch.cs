namespace Smartbox.ApiServer.Storage;

/// <summary>One watch, used by one caller at a time. Disposing of it ends it.</summary>
internal interface IObjectWatch : IDisposable
{
    /// <summary>The revision up to which everything that concerns this watch has been read by <see cref="ReadAsync"/>: what a bookmark may promise.</summary>
    long Revision { get; }

    /// <summary>Waits for changes and returns what is there: at least one, and as many as are good to send at once. Giving up loses none.</summary>
    /// <exception cref="RevisionCompactedException">When the reader was slower than what is kept: it has to list again.</exception>
    ValueTask<IReadOnlyList<ObjectChange>> ReadAsync(CancellationToken cancellationToken);
}
