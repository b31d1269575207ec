using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Operator.Backup;
using Smartbox.Operator.Tests.Fakes;

namespace Smartbox.Operator.Tests;

public sealed class FinalSnapshotFinalizerTests
{
    private readonly World _world = new();

    [Theory]
    [InlineData(DeletionPolicy.Retain)]
    [InlineData(DeletionPolicy.Delete)]
    public async Task Delete_MakesTheLastSnapshotThenKeepsWhatThePolicyKeeps(DeletionPolicy policy)
    {
        _world.ChangeBox(box => box.Spec.State = new StateSpec { DeletionPolicy = policy });
        await _world.BecomeReadyAsync();

        _world.DeleteBox();
        await _world.SettleAsync();
        _world.Backup.Snapshots.Should().ContainSingle().Which.Reason.Should().Be("delete");
        _world.Pod!.Metadata.DeletionTimestamp.Should().NotBeNull();
        _world.Box.Should().NotBeNull();
        _world.Condition(ConditionTypes.Reconciling).Reason.Should().Be(Reasons.Deleting);
        _world.EndPod();
        await _world.SettleAsync();

        _world.Box.Should().BeNull();
        (_world.Claim is not null).Should().Be(policy == DeletionPolicy.Retain);
        (_world.Keys is not null).Should().Be(policy == DeletionPolicy.Retain);
    }

    [Fact]
    public async Task Children_OfABoxThatIsKept_CarryNoOwnerReference()
    {
        await _world.BecomeReadyAsync();

        _world.Claim!.Metadata.OwnerReferences.Should().BeNullOrEmpty();
        _world.Keys!.Metadata.OwnerReferences.Should().BeNullOrEmpty();
        _world.Pod!.Metadata.OwnerReferences.Should().ContainSingle().Which.Controller.Should().BeTrue();
    }

    [Fact]
    public async Task Delete_WithTheBucketGone_IsHeldWithADeadlineAndForEver()
    {
        await _world.BecomeReadyAsync();
        _world.Backup.SnapshotError = "the bucket is gone";

        _world.DeleteBox();
        await _world.SettleAsync();
        _world.Condition(ConditionTypes.Reconciling).Reason.Should().Be(Reasons.FinalSnapshotPending);
        _world.Condition(ConditionTypes.Reconciling).Message.Should()
            .Contain("the bucket is gone").And.Contain("2026-11-25T08:10:00Z").And.Contain(Labels.SkipFinalSnapshot);
        _world.Condition(ConditionTypes.Stalled).Status.Should().Be("False");

        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromHours(1); passed += TimeSpan.FromSeconds(10))
        {
            _world.Time.Advance(TimeSpan.FromSeconds(10));
            await _world.RunAsync();
        }

        _world.Condition(ConditionTypes.Stalled).Reason.Should().Be(Reasons.FinalSnapshotPending);
        _world.Pod!.Metadata.DeletionTimestamp.Should().BeNull();
        _world.Backup.Snapshots.Count.Should().BeGreaterThan(300);

        _world.Backup.SnapshotError = null;
        _world.Time.Advance(TimeSpan.FromSeconds(10));
        await _world.SettleAsync();
        _world.Pod!.Metadata.DeletionTimestamp.Should().NotBeNull();
    }

    [Fact]
    public async Task Delete_HeldSnapshot_CountsAsNone()
    {
        await _world.BecomeReadyAsync();
        _world.Backup.Report = _world.Backup.Report with { State = BackupState.Held, Error = "the state shrank" };

        _world.DeleteBox();
        await _world.SettleAsync();

        _world.Condition(ConditionTypes.Reconciling).Message.Should().Contain("the state shrank");
        _world.Pod!.Metadata.DeletionTimestamp.Should().BeNull();
    }

    [Fact]
    public async Task Delete_WithTheOverride_GoesOnAndIsRecorded()
    {
        await _world.BecomeReadyAsync();
        _world.Backup.SnapshotError = "the bucket is gone";
        _world.DeleteBox();
        await _world.SettleAsync();

        _world.Cluster.Change<SmartboxResource>(World.Ns, World.Name, box =>
            box.Metadata.Annotations = new Dictionary<string, string> { [Labels.SkipFinalSnapshot] = "true" });
        await _world.SettleAsync();
        _world.EndPod();
        await _world.SettleAsync();

        _world.Box.Should().BeNull();
        _world.Events.Recorded.Should().Contain(recorded => recorded.Reason == "FinalSnapshotSkipped");
    }

    [Fact]
    public async Task Delete_OfABoxThatNeverHadAPod_IsImmediate()
    {
        _world.ChangeBox(box => box.Spec.Tier = "huge");
        await _world.SettleAsync();

        _world.DeleteBox();
        await _world.SettleAsync();

        _world.Box.Should().BeNull();
    }

    [Fact]
    public async Task Delete_OfAPodThatNeverGotItsImage_IsNotHeld()
    {
        await _world.SettleAsync();

        _world.DeleteBox();
        await _world.SettleAsync();

        _world.Box.Should().BeNull();
        _world.Backup.Snapshots.Should().BeEmpty();
    }

    [Theory]
    [InlineData(nameof(BackupState.Current), DeletionPolicy.Delete, true)]
    [InlineData(nameof(BackupState.Pending), DeletionPolicy.Retain, true)]
    [InlineData(nameof(BackupState.Pending), DeletionPolicy.Delete, false)]
    public async Task Delete_WithoutAPod_IsHeldOnlyWhenAVolumeWithPendingChangesWouldGo(string last, DeletionPolicy policy, bool goes)
    {
        _world.ChangeBox(box => box.Spec.State = new StateSpec { DeletionPolicy = policy });
        _world.Backup.Report = _world.Backup.Report with { State = Enum.Parse<BackupState>(last) };
        await _world.BecomeReadyAsync();
        _world.Time.Advance(TimeSpan.FromSeconds(5));
        await _world.SettleAsync();
        _world.Cluster.Remove<V1Pod>(World.Ns, World.Name);

        _world.DeleteBox();
        await _world.SettleAsync();

        (_world.Box is null).Should().Be(goes);
        if (!goes)
        {
            _world.Condition(ConditionTypes.Reconciling).Reason.Should().Be(Reasons.FinalSnapshotPending);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_OperatorDyingAtAnyWrite_Ends(bool afterwards)
    {
        for (var number = 1; number <= 4; number++)
        {
            var world = new World();
            world.ChangeBox(box => box.Spec.State = new StateSpec { DeletionPolicy = DeletionPolicy.Delete });
            await world.BecomeReadyAsync();
            world.DeleteBox();
            world.Cluster.FailWrite(number, afterwards);

            for (var run = 0; run < 6 && world.Box is not null; run++)
            {
                try
                {
                    await world.RunAsync();
                }
                catch (Smartbox.Kubernetes.KubernetesException)
                {
                    world.RestartOperator();
                }

                if (world.Pod?.Metadata.DeletionTimestamp is not null)
                {
                    world.EndPod();
                }
            }

            world.Box.Should().BeNull("write {0} failed", number);
            world.Claim.Should().BeNull();
            world.Keys.Should().BeNull();
        }
    }
}
