using System.Security.Cryptography;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests.Answers;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Reading;

/// <summary>Serves watches: what is there, then what happens, with bookmarks in quiet times.</summary>
/// <param name="store">Where objects are.</param>
/// <param name="clock">For timeouts and bookmarks.</param>
/// <param name="bookmarkInterval">Longest time without a line on a watch that takes bookmarks.</param>
/// <param name="stopping">Ends all watches.</param>
internal sealed class WatchServer(IObjectStore store, TimeProvider clock, TimeSpan bookmarkInterval, CancellationToken stopping)
{
    // A client that does not say how long is sent away between half an hour and an hour: so they do not all come back at once.
    private const int ShortestDefaultSeconds = 1800;

    // A watch that ends says so much before how far it came, so that the next one begins there.
    private static readonly TimeSpan s_lastBookmark = TimeSpan.FromSeconds(2);

    public async Task ServeAsync(ApiRequest request, ListOptions options, Func<StoredObject, bool>? filter)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, stopping);
        var stream = new WatchStream(request.Http, new Renderer(request.Type, request.Representation.Form, request.Query.Text("includeObject"), clock));
        await stream.StartAsync(ending.Token);
        try
        {
            using var watch = Begin(request, options, filter, stream);
            await stream.FlushAsync(ending.Token);
            await FollowAsync(watch, stream, options, filter, ending.Token);
        }
        catch (RevisionCompactedException e)
        {
            stream.Error(ApiErrors.Expired($"too old resource version: {e.Wanted} ({e.Oldest})"));
            await stream.FlushAsync(request.Aborted);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !request.Aborted.IsCancellationRequested)
        {
            // The server ends: so does the stream, in good order, and the client watches again from where it is.
        }
    }

    private IObjectWatch Begin(ApiRequest request, ListOptions options, Func<StoredObject, bool>? filter, WatchStream stream)
    {
        var (type, ns) = (request.Type, request.Path.Namespace);
        if (options.ResourceVersion is > 0 and var after && !options.SendsInitialEvents)
        {
            return store.Watch(type.StorageResource, ns, after);
        }

        if (options.ResourceVersion > store.Revision)
        {
            throw new RevisionCompactedException(options.ResourceVersion.Value, store.Revision);
        }

        var page = store.List(new ListQuery(type.StorageResource, ns, filter));
        foreach (var stored in page.Items)
        {
            stream.Added(stored);
        }

        if (options.AllowsBookmarks && (options.SendsInitialEvents || options.ResourceVersion is not null))
        {
            stream.Bookmark(page.Revision, endsInitialEvents: true);
        }

        return store.Watch(type.StorageResource, ns, page.Revision);
    }

    private async Task FollowAsync(IObjectWatch watch, WatchStream stream, ListOptions options, Func<StoredObject, bool>? filter, CancellationToken cancellationToken)
    {
        var life = options.Timeout ?? TimeSpan.FromSeconds(ShortestDefaultSeconds + RandomNumberGenerator.GetInt32(ShortestDefaultSeconds));
        var started = clock.GetTimestamp();
        var left = life;
        while (left > TimeSpan.Zero)
        {
            var pause = options.AllowsBookmarks ? UntilBookmark(left) : left;
            await FollowForAsync(pause, watch, stream, filter, cancellationToken);
            var isLast = pause == left;
            left = life - clock.GetElapsedTime(started);

            // A timer may fire a moment early: the end of the watch is no time for one more bookmark.
            if (isLast)
            {
                return;
            }

            if (options.AllowsBookmarks && left > TimeSpan.Zero)
            {
                stream.Bookmark(watch.Revision, endsInitialEvents: false);
                await stream.FlushAsync(cancellationToken);
            }
        }
    }

    private TimeSpan UntilBookmark(TimeSpan left)
    {
        var pause = left > s_lastBookmark ? left - s_lastBookmark : left;
        return pause < bookmarkInterval ? pause : bookmarkInterval;
    }

    private async Task FollowForAsync(
        TimeSpan time, IObjectWatch watch, WatchStream stream, Func<StoredObject, bool>? filter, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            while (!over.IsCancellationRequested)
            {
                foreach (var change in await watch.ReadAsync(either.Token))
                {
                    Write(stream, change, filter);
                }

                await stream.FlushAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Only the reading was given up; what comes is read next time.
        }
    }

    // What leaves a selection is deleted for its watcher, what enters is new.
    private static void Write(WatchStream stream, ObjectChange change, Func<StoredObject, bool>? filter)
    {
        var was = change.Previous is { } previous && (filter is null || filter(previous));
        if (change.IsDeleted)
        {
            if (was)
            {
                stream.Deleted(change.Current);
            }

            return;
        }

        var isNow = filter is null || filter(change.Current);
        if (isNow && was)
        {
            stream.Modified(change.Current);
        }
        else if (isNow)
        {
            stream.Added(change.Current);
        }
        else if (was)
        {
            stream.Deleted(AtRevision(change.Previous!, change.Current.Revision));
        }
    }

    private static StoredObject AtRevision(StoredObject stored, long revision)
    {
        var value = stored.ToJson();
        value.Meta()["resourceVersion"] = revision.ToString();
        return new StoredObject(stored.Key, revision, ObjectView.Serialize(value), stored.Labels);
    }
}
