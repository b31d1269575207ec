using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Tests.Storage;

/// <summary>Does the same to a store and to the model, and compares after each step.</summary>
internal sealed class StoreRun
{
    private const int Remembered = 12;

    private readonly TestStore _test;
    private readonly StoreModel _model;
    private readonly List<Watched> _watches = [];
    private readonly List<ListQuery> _pages = [];

    private StoreRun(TestStore test) => (_test, _model) = (test, new StoreModel(test.Store.Revision, Remembered));

    public static async Task RunAsync(Step[] steps)
    {
        await using var test = await TestStore.OpenAsync(o => o with { LogChanges = Remembered });
        var run = new StoreRun(test);
        foreach (var step in steps)
            await run.DoAsync(step);
    }

    private async Task DoAsync(Step step)
    {
        var key = new ObjectKey(step.Key % 2 == 0 ? "pods" : "secrets", $"ns{step.Key / 2 % 3}", $"{step.Key / 6}");
        string? ns = step.Choice == 0 ? null : key.Namespace;
        await (step.Kind switch
        {
            < 25 => WriteAsync(key, () => _test.CreateAsync(key, $"{step.Choice}"), _model.Find(key, _model.Revision) is null, $"{step.Choice}"),
            < 45 => UpdateAsync(key, $"{step.Choice}"),
            < 55 => DeleteAsync(key),
            < 65 => Task.Run(() => Page(new ListQuery(key.Resource, ns, Limit: step.Choice + 1))),
            < 75 => Task.Run(() => _pages.ToList().ForEach(Page)),
            < 83 => Task.Run(() => Watch(key.Resource, ns, _model.Revision - step.Choice)),
            < 96 => ReadAsync(),
            < 98 => Task.Run(Compact),
            _ => ReopenAsync(),
        });
        _test.Store.Revision.Should().Be(_model.Revision);
        foreach (var watch in _watches)
        {
            if (_model.After(watch.Resource, watch.Namespace, watch.Position).Count == 0)
                watch.Position = _model.Revision;
            watch.Watch.Revision.Should().Be(watch.Position);
        }
    }

    private Task UpdateAsync(ObjectKey key, string text)
    {
        var stored = _model.Find(key, _model.Revision);
        var expected = stored?.Revision ?? _model.Revision;
        return stored?.Text == text
            ? Unchanged()
            : WriteAsync(key, () => _test.Store.UpdateAsync(key, TestStore.Content(text), expected, default), stored is not null, text);

        async Task Unchanged() =>
            (await _test.Store.UpdateAsync(key, TestStore.Content(text), expected, default)).Revision.Should().Be(expected);
    }

    private Task DeleteAsync(ObjectKey key)
    {
        var stored = _model.Find(key, _model.Revision);
        return WriteAsync(key, () => _test.Store.DeleteAsync(key, stored?.Revision ?? _model.Revision, default), stored is not null, null);
    }

    private async Task WriteAsync(ObjectKey key, Func<Task<StoredObject>> write, bool fits, string? text)
    {
        if (fits)
        {
            var written = await write();
            _model.Write(key, text);
            written.Revision.Should().Be(_model.Revision);
        }
        else
        {
            (await write.Should().ThrowAsync<RevisionConflictException>()).Which.Stored?.Revision.Should().Be(_model.Find(key, _model.Revision)?.Revision);
        }

        TextOf(_test.Store.Get(key)).Should().Be(_model.Find(key, _model.Revision)?.Text);
    }

    private void Page(ListQuery query)
    {
        _pages.Remove(query);
        var revision = query.Continue?.Revision ?? _model.Revision;
        if (query.Continue is not null && revision < _model.Oldest)
        {
            _test.Store.Invoking(s => s.List(query)).Should().Throw<RevisionCompactedException>();
            return;
        }

        var page = _test.Store.List(query);
        var all = _model.List(query.Resource, query.Namespace, revision);
        var start = query.Continue is null ? 0 : all.TakeWhile(c => !IsAfter(c.Key, query.Continue)).Count();
        page.Revision.Should().Be(revision);
        page.Items.Select(o => (o.Key, o.Revision, TextOf(o))).Should().Equal(all.Skip(start).Take(query.Limit!.Value).Select(c => (c.Key, c.Revision, c.Text)));
        page.Remaining.Should().Be(all.Count > start + query.Limit ? all.Count - start - query.Limit : null);
        if (page.Continue is not null)
            _pages.Add(query with { Continue = page.Continue });
    }

    private void Watch(string resource, string? ns, long after)
    {
        if (after < _model.Oldest)
            _test.Store.Invoking(s => s.Watch(resource, ns, after)).Should().Throw<RevisionCompactedException>();
        else
            _watches.Add(new Watched(_test.Store.Watch(resource, ns, after), resource, ns) { Position = after });
    }

    private async Task ReadAsync()
    {
        foreach (var watch in _watches.ToList())
        {
            var unread = _model.After(watch.Resource, watch.Namespace, watch.Position);
            if (unread.Count == 0)
                continue;
            if (unread[0].Revision <= _model.Oldest)
            {
                await watch.Watch.Awaiting(w => w.ReadAsync(TestStore.Soon).AsTask()).Should().ThrowAsync<RevisionCompactedException>();
                watch.Watch.Dispose();
                _watches.Remove(watch);
                continue;
            }

            var changes = await watch.Watch.ReadAsync(TestStore.Soon);
            changes.Select(c => (c.Current.Revision, c.Current.Key, c.IsDeleted ? null : TextOf(c.Current), c.Previous?.Revision))
                .Should().Equal(unread.Select(c => (c.Revision, c.Key, c.Text, _model.Find(c.Key, c.Revision - 1)?.Revision)));
            watch.Position = _model.Revision;
        }
    }

    private void Compact()
    {
        _test.Store.Compact();
        _model.Compact();
    }

    private async Task ReopenAsync()
    {
        await _test.ReopenAsync();
        _model.Compact();
        _watches.Clear();
    }

    private static bool IsAfter(ObjectKey key, ContinueToken place) =>
        (string.CompareOrdinal(key.Namespace, place.Namespace), string.CompareOrdinal(key.Name, place.Name)) is ( > 0, _) or (0, > 0);

    private static string? TextOf(StoredObject? stored) => stored?.ToJson()["text"]!.GetValue<string>();

    /// <param name="Kind">What to do, in percent.</param>
    /// <param name="Key">To which object.</param>
    /// <param name="Choice">Content, limit or age, as the kind takes it.</param>
    internal sealed record Step(int Kind, int Key, int Choice);

    private sealed record Watched(IObjectWatch Watch, string Resource, string? Namespace)
    {
        public long Position { get; set; }
    }
}
