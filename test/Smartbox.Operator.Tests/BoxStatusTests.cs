using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Operator.Backup;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Status;
using Smartbox.Operator.Tests.Fakes;

namespace Smartbox.Operator.Tests;

public sealed class BoxStatusTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.Parse("2026-11-25T08:00:00.75Z");
    private static readonly BackupSnapshot s_snapshot = new("4f1c", s_now - TimeSpan.FromMinutes(1), 10, 2);

    public static TheoryData<string, string, string> BackupTable => new()
    {
        { "unreachable", "Unknown", Reasons.SidecarUnreachable },
        { "held", "False", Reasons.SnapshotHeld },
        { "failing", "False", Reasons.BackupFailing },
        { "stale", "False", Reasons.BackupStale },
        { "just in time", "True", Reasons.ChangesPending },
        { "uploading", "True", Reasons.ChangesPending },
        { "young without snapshot", "Unknown", Reasons.NeverBackedUp },
        { "old without snapshot", "False", Reasons.NeverBackedUp },
        { "current", "True", Reasons.Current },
        { "not asked", "Unknown", Reasons.NeverBackedUp },
    };

    [Theory]
    [MemberData(nameof(BackupTable))]
    public void BackupCurrent_FollowsTheReportByTheOperatorsClock(string row, string status, string reason)
    {
        var age = TimeSpan.FromSeconds(30);
        BackupReport? report = row switch
        {
            "unreachable" or "not asked" => null,
            "held" => new() { State = BackupState.Held, LastSnapshot = s_snapshot, Error = "shrank" },
            "failing" => new() { State = BackupState.Failing, LastSnapshot = s_snapshot, Error = "503" },
            "stale" => new() { State = BackupState.Pending, LastSnapshot = s_snapshot, OldestPendingChange = s_now - TimeSpan.FromMinutes(3) },
            "just in time" => new() { State = BackupState.Pending, LastSnapshot = s_snapshot, OldestPendingChange = s_now - TimeSpan.FromMinutes(2.99) },
            "uploading" => new() { State = BackupState.Uploading, LastSnapshot = s_snapshot },
            "young without snapshot" => new() { State = BackupState.Current },
            "old without snapshot" => new() { State = BackupState.Current },
            _ => new() { State = BackupState.Current, LastSnapshot = s_snapshot },
        };
        if (row.StartsWith("old", StringComparison.Ordinal))
        {
            age = TimeSpan.FromMinutes(4);
        }

        var next = BoxStatus.Compute(Samples.Box(), Situation(age) with { Report = report, Unreachable = row == "unreachable" ? "Unavailable" : null });

        Condition(next, ConditionTypes.BackupCurrent).Should().Be((status, reason));
        Condition(next, ConditionTypes.Ready).Status.Should().Be("True");
    }

    [Fact]
    public void FirstVisit_SetsEveryConditionWithTheGeneration()
    {
        var next = BoxStatus.Compute(Samples.Box(), new Situation { Now = s_now });

        next.Conditions!.Select(condition => condition.Type).Should().BeEquivalentTo(
            ConditionTypes.Ready, ConditionTypes.Reconciling, ConditionTypes.Stalled, ConditionTypes.StateReady, ConditionTypes.BackupCurrent, ConditionTypes.UpToDate);
        next.Conditions.Should().OnlyContain(condition =>
            condition.ObservedGeneration == 1 && condition.Reason.Length > 0 && condition.Message.Length > 0 && condition.LastTransitionTime > DateTime.UnixEpoch);
    }

    [Fact]
    public void TransitionTime_MovesOnlyWithTheStatus()
    {
        var box = Samples.Box();
        box.Status = BoxStatus.Compute(box, Situation(TimeSpan.Zero));

        var later = BoxStatus.Compute(box, Situation(TimeSpan.Zero) with { Now = s_now + TimeSpan.FromHours(1), Problem = new Problem("X", "y") });

        Time(later, ConditionTypes.Ready).Should().Be(Time(box.Status, ConditionTypes.Ready));
        Time(later, ConditionTypes.Stalled).Should().Be(DateTimeOffset.Parse("2026-11-25T09:00:00Z").UtcDateTime);
    }

    [Fact]
    public void LaterVisit_WithNothingNew_IsTheSameStatus()
    {
        var box = Samples.Box();
        box.Status = BoxStatus.Compute(box, Situation(TimeSpan.Zero));

        StatusChange.IsSame(box.Status, BoxStatus.Compute(box, Situation(TimeSpan.Zero) with { Now = s_now + TimeSpan.FromHours(1) })).Should().BeTrue();
        StatusChange.IsSame(box.Status, BoxStatus.Compute(box, Situation(TimeSpan.Zero) with { Problem = new Problem("X", "y") })).Should().BeFalse();
        StatusChange.IsSame(null, box.Status).Should().BeFalse();
    }

    [Fact]
    public void YoungPod_OrdinarySteps_AreNotWritten()
    {
        var box = Samples.Box();
        box.Status = BoxStatus.Compute(box, new Situation { Now = s_now, Epoch = 1, Step = (Reasons.Starting, "…") });
        var young = Situation(TimeSpan.FromSeconds(1)) with { Pod = Pod(pod => pod.Status = null, TimeSpan.FromSeconds(1)) };
        var slow = young with { Pod = Pod(pod => pod.Status = null, TimeSpan.FromSeconds(4)) };

        StatusChange.Wait(box, young, BoxStatus.Compute(box, young)).Should().Be(TimeSpan.FromSeconds(2));
        StatusChange.Wait(box, slow, BoxStatus.Compute(box, slow)).Should().BeNull();
        StatusChange.Wait(box, Situation(TimeSpan.FromSeconds(1)), BoxStatus.Compute(box, Situation(TimeSpan.FromSeconds(1)))).Should().BeNull();
    }

    [Theory]
    [InlineData("ImagePullBackOff", Reasons.ImagePullFailed)]
    [InlineData("ErrImageNeverPull", Reasons.ImagePullFailed)]
    [InlineData("CreateContainerConfigError", Reasons.CredentialMissing)]
    public void WaitingContainer_SaysWhatItWaitsFor(string waiting, string reason)
    {
        var pod = Pod(
            pod =>
            {
                pod.Status.Conditions = [];
                pod.Status.ContainerStatuses =
                    [Pods.Container(BoxPod.Agent, new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = waiting, Message = "because" } })];
            },
            TimeSpan.Zero);

        var verdict = PodVerdict.Of(pod);

        verdict.Reason.Should().Be(reason);
        verdict.Message.Should().Contain("because");
        verdict.IsTrouble.Should().BeTrue();
    }

    [Fact]
    public void UnschedulablePod_RepeatsTheScheduler()
    {
        var pod = Pod(
            pod => pod.Status = new V1PodStatus
            {
                Phase = "Pending",
                Conditions = [new V1PodCondition { Type = "PodScheduled", Status = "False", Reason = "Unschedulable", Message = "0/3 nodes are available" }],
            },
            TimeSpan.Zero);

        PodVerdict.Of(pod).Should().BeEquivalentTo(new { Reason = Reasons.Unschedulable, Message = "0/3 nodes are available", IsReady = false });
    }

    [Fact]
    public void UnboundClaim_IsShownInStateReady()
    {
        var next = BoxStatus.Compute(Samples.Box(), Situation(TimeSpan.Zero) with { Claim = new V1PersistentVolumeClaim { Metadata = new V1ObjectMeta { Name = "alice-state" } } });

        Condition(next, ConditionTypes.StateReady).Should().Be(("False", Reasons.VolumePending));
    }

    [Fact]
    public void CachedPod_KeepsWhatIsReadFromIt()
    {
        var pod = Pod(_ => { }, TimeSpan.FromMinutes(1));
        var situation = Situation(TimeSpan.FromMinutes(1)) with { Pod = pod };

        var fromCache = BoxStatus.Compute(Samples.Box(), situation with { Pod = PodTransform.Strip(pod) });

        fromCache.Should().BeEquivalentTo(BoxStatus.Compute(Samples.Box(), situation));
        PodTransform.Strip(pod).UsesClaim().Should().BeTrue();
    }

    private static Situation Situation(TimeSpan podAge) => new()
    {
        Now = s_now,
        Epoch = 1,
        Pod = Pod(_ => { }, podAge),
        Claim = new V1PersistentVolumeClaim { Metadata = new V1ObjectMeta(), Status = new V1PersistentVolumeClaimStatus { Phase = "Bound" } },
        TemplateHash = TemplateHash.Of(Samples.Plan()),
    };

    private static V1Pod Pod(Action<V1Pod> change, TimeSpan age)
    {
        var pod = BoxPod.Build(Samples.Plan(), new PodStart(1, false, "pin", 0), new PodOptions { SidecarImage = "sidecar", Version = "0.1.0" });
        pod.Metadata.CreationTimestamp = (s_now - age).UtcDateTime;
        Pods.Run(pod, s_now - age);
        change(pod);
        return pod;
    }

    private static (string Status, string Reason) Condition(SmartboxStatus status, string type)
    {
        var condition = Conditions.Find(status.Conditions, type)!;
        return (condition.Status, condition.Reason);
    }

    private static DateTime? Time(SmartboxStatus status, string type) => Conditions.Find(status.Conditions, type)!.LastTransitionTime;
}
