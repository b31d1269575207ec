using Smartbox.ApiServer.Storage;
using static Smartbox.ApiServer.Tests.Storage.TestStore;

namespace Smartbox.ApiServer.Tests.Storage;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task AListAndTheWatchAfterIt_AddUpToWhatIsStored_HoweverWritesFallBetweenThem()
    {
        await using var test = await OpenAsync();
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(() => WriteAsync(test, new Random(w)))));

        // Each begins wherever the writers are just then.
        var informers = new List<Informer>();
        while (!writing.IsCompleted)
        {
            var page = test.Store.List(new ListQuery("pods", null));
            informers.Add(new Informer(page.Items, test.Store.Watch("pods", null, page.Revision)));
            await SomeWritesAsync(test, writing);
        }

        await writing;
        var stored = test.Store.List(new ListQuery("pods", null)).Items;
        foreach (var informer in informers)
            (await informer.ReadAsync(test.Store.Revision)).Should().Equal(stored);
    }

    [Fact]
    public async Task PagesUnderConcurrentWrites_AreWhatTheFirstPageSaw()
    {
        await using var test = await OpenAsync();
        for (var i = 0; i < 20; i++)
            await test.CreateAsync(Key($"{i}"));
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(w => Task.Run(() => WriteAsync(test, new Random(w)))));

        do
        {
            var whole = new ListQuery("pods", null);
            var first = test.Store.List(whole with { Limit = 3 });
            var all = test.Store.List(whole with { Continue = new ContinueToken(first.Revision, "", "") });
            var paged = first.Items.ToList();
            for (var page = first; page.Continue is not null; paged.AddRange(page.Items))
                page = test.Store.List(whole with { Limit = 3, Continue = page.Continue });

            paged.Should().Equal(all.Items);
            paged.Should().OnlyContain(o => o.Revision <= first.Revision);
            await SomeWritesAsync(test, writing);
        }
        while (!writing.IsCompleted);
        await writing;
    }

    /// <summary>Waits for the next writes, if there are any to come: so that each round sees another state, and a slow machine makes no more rounds than a fast one.</summary>
    private static async Task SomeWritesAsync(TestStore test, Task writing)
    {
        using var watch = test.Store.Watch("pods", null, test.Store.Revision);
        await Task.WhenAny(watch.ReadAsync(Soon).AsTask(), writing);
    }

    private static async Task WriteAsync(TestStore test, Random random)
    {
        for (var i = 0; i < 100; i++)
        {
            var key = Key($"{random.Next(20)}");
            try
            {
                await (test.Store.Get(key) switch
                {
                    null => test.CreateAsync(key, $"{i}"),
                    var stored when random.Next(3) == 0 => test.DeleteAsync(stored),
                    var stored => test.UpdateAsync(stored, $"{i}"),
                });
            }
            catch (RevisionConflictException)
            {
                // Another writer was first.
            }
        }
    }

    private sealed class Informer(IEnumerable<StoredObject> listed, IObjectWatch watch)
    {
        private readonly SortedDictionary<string, StoredObject> _objects = new(listed.ToDictionary(o => o.Key.Name), StringComparer.Ordinal);

        public async Task<IEnumerable<StoredObject>> ReadAsync(long until)
        {
            while (watch.Revision < until)
            {
                foreach (var change in await watch.ReadAsync(Soon))
                {
                    if (_objects.GetValueOrDefault(change.Current.Key.Name) != change.Previous)
                        throw new InvalidOperationException($"{change} does not follow what was there.");
                    if (change.IsDeleted)
                        _objects.Remove(change.Current.Key.Name);
                    else
                        _objects[change.Current.Key.Name] = change.Current;
                }
            }

            return _objects.Values;
        }
    }
}
