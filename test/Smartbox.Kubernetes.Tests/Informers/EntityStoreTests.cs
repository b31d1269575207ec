using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Kubernetes.Informers;

namespace Smartbox.Kubernetes.Tests.Informers;

public sealed class EntityStoreTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _events = [];
    private readonly EntityStore<V1ConfigMap> _store;

    public EntityStoreTests()
    {
        _store = new EntityStore<V1ConfigMap>(_time, NullLogger.Instance);
        _store.Subscribe(e => _events.Add($"{e.Type} {e.Entity.Metadata.Name} {e.Entity.Metadata.ResourceVersion}"));
    }

    [Fact]
    public void Upsert_OlderOrEqualVersion_ChangesNothing()
    {
        _store.Upsert(Map("a", 10));
        _store.Upsert(Map("a", 9));
        _store.Upsert(Map("a", 10));

        _events.Should().Equal("Added a 10");
    }

    [Fact]
    public void Upsert_VersionWithMoreDigits_IsNewer()
    {
        _store.Upsert(Map("a", 99));
        _store.Upsert(Map("a", 100));

        _store.Get("ns", "a")!.Metadata.ResourceVersion.Should().Be("100");
    }

    [Fact]
    public void Upsert_AnAnswerFromBeforeTheDeletion_DoesNotBringTheObjectBack()
    {
        _store.Upsert(Map("a", 10));
        _store.Remove(new EntityKey("ns", "a"), 12, "uid");

        _store.Upsert(Map("a", 11));

        _store.Get("ns", "a").Should().BeNull();
    }

    [Fact]
    public void Upsert_AfterAnOwnDeleteThatIsFinal_TheSameObjectNeverReturnsButItsSuccessorDoes()
    {
        _store.Upsert(Map("a", 10));
        _store.Remove(new EntityKey("ns", "a"), ulong.MaxValue, "uid");

        _store.Upsert(Map("a", 50));
        _store.Get("ns", "a").Should().BeNull("a watch may still bring what happened before the delete");

        _store.Upsert(Map("a", 51, "successor"));
        _store.Get("ns", "a")!.Metadata.Uid.Should().Be("successor");
    }

    [Fact]
    public void Upsert_AnObjectThatLeftTheSelectorAndCameBack_IsThereAgain()
    {
        _store.Upsert(Map("a", 10));
        _store.Remove(new EntityKey("ns", "a"), 12, "uid");

        _store.Upsert(Map("a", 13));

        _store.Get("ns", "a").Should().NotBeNull();
    }

    [Fact]
    public void Remove_OfAPredecessor_LeavesTheSuccessor()
    {
        _store.Upsert(Map("a", 20, "successor"));

        _store.Remove(new EntityKey("ns", "a"), 15, "uid");
        _store.Remove(new EntityKey("ns", "a"), ulong.MaxValue, "uid");

        _store.Get("ns", "a").Should().NotBeNull();
    }

    [Fact]
    public void RemoveUnseen_AnObjectWrittenAfterTheList_Stays()
    {
        _store.Upsert(Map("old", 5));
        _store.Upsert(Map("new", 30));

        _store.RemoveUnseen(null, [], version: 20);

        _store.List().Should().ContainSingle().Which.Metadata.Name.Should().Be("new");
        _events.Should().EndWith("Deleted old 5");
    }

    [Fact]
    public void RemoveUnseen_OfOneNamespace_LeavesTheOthers()
    {
        _store.Upsert(Map("a", 5));
        _store.Upsert(Map("a", 6, ns: "other"));

        _store.RemoveUnseen("ns", [], version: 20);

        _store.List().Should().ContainSingle().Which.Metadata.NamespaceProperty.Should().Be("other");
    }

    [Fact]
    public void Tombstones_AreForgottenInTime()
    {
        for (var i = 0; i < 1000; i++)
        {
            _store.Remove(new EntityKey("ns", $"n{i}"), 5, "uid");
        }

        _time.Advance(TimeSpan.FromMinutes(3));
        _store.Remove(new EntityKey("ns", "last"), 5, "uid");

        _store.TombstoneCount.Should().Be(1);
    }

    [Fact]
    public void Subscribe_Later_IsToldOfWhatIsThere()
    {
        _store.Upsert(Map("a", 10));
        List<string> late = [];

        using (_store.Subscribe(e => late.Add($"{e.Type} {e.Entity.Metadata.Name}")))
        {
            _store.Upsert(Map("b", 11));
        }

        _store.Upsert(Map("c", 12));
        late.Should().Equal("Added a", "Added b");
    }

    [Fact]
    public void Subscriber_ThatThrows_StopsNeitherTheStoreNorTheOthers()
    {
        List<string> other = [];
        _store.Subscribe(_ => throw new InvalidOperationException());
        _store.Subscribe(e => other.Add(e.Entity.Metadata.Name));

        _store.Upsert(Map("a", 10));

        other.Should().Equal("a");
    }

    [Fact]
    public void Resync_RemindsOfEverything()
    {
        _store.Upsert(Map("a", 10));
        _store.Resync();

        _events.Should().Equal("Added a 10", "Resynced a 10");
    }

    [Fact]
    public void List_OfANamespace_HasNoOther()
    {
        _store.Upsert(Map("a", 10));
        _store.Upsert(Map("b", 11, ns: "other"));

        _store.List("ns").Should().ContainSingle();
        _store.List("none").Should().BeEmpty();
        _store.List().Should().HaveCount(2);
    }

    private static V1ConfigMap Map(string name, ulong version, string uid = "uid", string ns = "ns") => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = ns, Uid = uid, ResourceVersion = version.ToString() },
    };
}
