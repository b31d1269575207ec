using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Kubernetes.Queues;

namespace Smartbox.Kubernetes.Tests.Queues;

/// <summary>Whatever happens in whatever order: nothing is lost, nothing runs twice at once, nothing runs without having been asked for.</summary>
public sealed class WorkQueueLawTests
{
    private enum Act
    {
        Add,
        AddAfter,
        Fail,
        Finish,
        Take,
        Advance,
    }

    private static readonly Gen<(Act Act, int Key, int Seconds)[]> s_histories =
        Gen.Select(Gen.Enum<Act>(), Gen.Int[0, 4], Gen.Int[0, 30]).Array[1, 120];

    [Fact]
    public void Queue_AnyHistory_NeverLosesNeverDoublesOneAtATime() => s_histories.Sample(Check, iter: 2000, threads: 1);

    private static void Check((Act Act, int Key, int Seconds)[] history)
    {
        var time = new FakeTimeProvider();
        using var queue = WorkQueueTests.New(time);
        var model = new Model();

        foreach (var (act, number, seconds) in history)
        {
            var key = new EntityKey($"ns{number % 2}", $"k{number}");
            switch (act)
            {
                case Act.Add:
                    queue.Add(key);
                    model.Add(key);
                    break;
                case Act.AddAfter:
                    queue.AddAfter(key, TimeSpan.FromSeconds(seconds));
                    model.AddAfter(key, time.GetUtcNow() + TimeSpan.FromSeconds(seconds), time.GetUtcNow());
                    break;
                case Act.Take when model.Ready.Count > 0:
                    Take(queue, model);
                    break;
                case Act.Fail when model.Running.ContainsKey(key):
                    queue.AddRateLimited(key);
                    model.AddAfter(key, time.GetUtcNow() + model.Failed(key), time.GetUtcNow());
                    queue.Done(key);
                    model.Done(key);
                    break;
                case Act.Finish when model.Running.ContainsKey(key):
                    queue.Forget(key);
                    model.Failures.Remove(key);
                    queue.Done(key);
                    model.Done(key);
                    break;
                case Act.Advance:
                    time.Advance(TimeSpan.FromSeconds(seconds));
                    model.MoveDue(time.GetUtcNow());
                    break;
            }

            queue.Depth.Should().Be(model.Ready.Count);
        }

        // Whatever was asked for comes in the end.
        foreach (var key in model.Running.Keys.ToList())
        {
            queue.Done(key);
            model.Done(key);
        }

        time.Advance(TimeSpan.FromHours(1));
        model.MoveDue(time.GetUtcNow());
        while (model.Ready.Count > 0)
        {
            queue.Done(Take(queue, model));
            model.Running.Clear();
        }

        queue.Depth.Should().Be(0);
    }

    private static EntityKey Take(WorkQueue queue, Model model)
    {
        var take = queue.TakeAsync(CancellationToken.None).AsTask();
        take.IsCompleted.Should().BeTrue("a ready key is handed over at once");
        var key = take.GetAwaiter().GetResult();
        model.Ready.Should().Contain(key, "it was asked for and does not run already");
        model.Take(key);
        return key;
    }

    private sealed class Model
    {
        public HashSet<EntityKey> Ready { get; } = [];

        public Dictionary<EntityKey, bool> Running { get; } = [];

        public Dictionary<EntityKey, int> Failures { get; } = [];

        private readonly Dictionary<EntityKey, DateTimeOffset> _waiting = [];

        public void Add(EntityKey key)
        {
            _waiting.Remove(key);
            if (Running.ContainsKey(key))
            {
                Running[key] = true;
            }
            else
            {
                Ready.Add(key);
            }
        }

        public void AddAfter(EntityKey key, DateTimeOffset due, DateTimeOffset now)
        {
            if (due <= now)
            {
                Add(key);
            }
            else if (!Ready.Contains(key) && !Running.GetValueOrDefault(key) && !(_waiting.TryGetValue(key, out var earlier) && earlier <= due))
            {
                _waiting[key] = due;
            }
        }

        public TimeSpan Failed(EntityKey key)
        {
            var failures = Failures.GetValueOrDefault(key);
            Failures[key] = failures + 1;
            return TimeSpan.FromMilliseconds(Math.Min(5 * Math.Pow(2, failures), 16 * 60 * 1000));
        }

        public void Take(EntityKey key)
        {
            Ready.Remove(key);
            Running.Add(key, false);
        }

        public void Done(EntityKey key)
        {
            if (Running.Remove(key, out var isDirty) && isDirty)
            {
                Ready.Add(key);
            }
        }

        public void MoveDue(DateTimeOffset now)
        {
            foreach (var key in _waiting.Where(w => w.Value <= now).Select(w => w.Key).ToList())
            {
                Add(key);
            }
        }
    }
}
