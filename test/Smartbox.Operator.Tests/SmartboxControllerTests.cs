using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Operator.Backup;
using Smartbox.Operator.Boxes;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Tests.Fakes;
using Smartbox.Protocol;

namespace Smartbox.Operator.Tests;

public sealed class SmartboxControllerTests
{
    private readonly World _world = new();

    [Fact]
    public async Task NewBox_FirstRun_MakesChildrenThenPodWithOneStatusWrite()
    {
        await _world.RunAsync();

        _world.Pod.Should().NotBeNull();
        _world.Claim.Should().NotBeNull();
        _world.Keys.Should().NotBeNull();
        _world.Cluster.Find<V1ConfigMap>(World.Ns, Names.Config(World.Name)).Should().NotBeNull();
        _world.Cluster.Find<V1Secret>(World.Ns, Names.StoreCredentials(World.Name)).Should().NotBeNull();
        _world.Cluster.Find<V1ConfigMap>(World.Ns, Names.TrustConfigMap).Should().NotBeNull();
        _world.Cluster.Find<V1NetworkPolicy>(World.Ns, Names.NetworkPolicy).Should().NotBeNull();
        _world.Box!.Status!.Epoch.Should().Be(1);
        _world.Cluster.Writes.Count(write => write.StartsWith("status", StringComparison.Ordinal)).Should().Be(1);
        _world.Cluster.Writes[^1].Should().Be("create V1Pod alice");
    }

    [Fact]
    public async Task NewBox_UntilReady_CostsTwoStatusWritesAndNothingMore()
    {
        await _world.BecomeReadyAsync();

        _world.Condition(ConditionTypes.Ready).Status.Should().Be("True");
        _world.Condition(ConditionTypes.StateReady).Status.Should().Be("True");
        _world.Condition(ConditionTypes.Reconciling).Status.Should().Be("False");
        _world.Condition(ConditionTypes.UpToDate).Status.Should().Be("True");
        _world.Box!.Status!.Pod!.Ip.Should().Be("10.244.0.9");
        _world.Box.Status.Tier.Should().Be(Names.DefaultTier);
        // keys of the installation (3), box keys, claim, config, store keys, trust, policy, epoch, pod, Ready
        _world.Cluster.Writes.Should().HaveCount(12);
        _world.Events.Recorded.Should().BeEmpty();
    }

    [Fact]
    public async Task IdleBox_ForAnHour_MakesNoWriteAndAsksEverLessOften()
    {
        await _world.BecomeReadyAsync();
        await PassAsync(TimeSpan.FromMinutes(2));
        var writes = _world.Cluster.Writes.Count;
        var questions = _world.Backup.Questions;

        await PassAsync(TimeSpan.FromHours(1));

        _world.Cluster.Writes.Should().HaveCount(writes);
        (_world.Backup.Questions - questions).Should().BeInRange(10, 20);
        _world.Condition(ConditionTypes.BackupCurrent).Reason.Should().Be(Reasons.Current);
        _world.Box!.Status!.Backup!.LastSnapshot!.Id.Should().Be("4f1c");
    }

    [Fact]
    public async Task SecondPod_OfABoxThatWasBackedUp_HasAHigherEpochAndExpectsState()
    {
        await _world.BecomeReadyAsync();
        await PassAsync(TimeSpan.FromMinutes(1));
        var keys = _world.Keys;

        _world.Cluster.Delete(_world.Pod!);
        await _world.SettleAsync();
        _world.Condition(ConditionTypes.Ready).Reason.Should().Be(Reasons.PodDeleted);
        _world.EndPod();
        await _world.SettleAsync();

        _world.Pod!.Annotation(Labels.Epoch).Should().Be("2");
        Variable(_world.Pod!, BoxPod.Restore, PodContract.Environment.ExpectState).Should().Be("true");
        _world.Keys!.Data.Should().BeEquivalentTo(keys!.Data);
        _world.Box!.Status!.Restarts.Should().Be(0);
    }

    [Fact]
    public async Task Claim_Deleted_TakesThePodWithItAndBothComeBack()
    {
        await _world.BecomeReadyAsync();
        var claim = _world.Claim!.Metadata.Uid;

        _world.Cluster.Delete(_world.Claim!);
        await _world.SettleAsync();
        _world.Pod!.Metadata.DeletionTimestamp.Should().NotBeNull();
        _world.EndPod();
        await _world.SettleAsync();

        _world.Claim!.Metadata.Uid.Should().NotBe(claim);
        _world.Pod!.Annotation(Labels.Epoch).Should().Be("2");
    }

    [Fact]
    public async Task Claim_DeletedWhileNoPodRuns_IsMadeAgainWhenItIsGone()
    {
        await _world.BecomeReadyAsync();
        _world.Cluster.Remove<V1Pod>(World.Ns, World.Name);
        _world.Cluster.Change<V1PersistentVolumeClaim>(World.Ns, Names.StateClaim(World.Name), claim => claim.Metadata.DeletionTimestamp = _world.Time.GetUtcNow().UtcDateTime);

        await _world.SettleAsync();
        _world.Pod.Should().BeNull();
        _world.Cluster.Remove<V1PersistentVolumeClaim>(World.Ns, Names.StateClaim(World.Name));
        await _world.SettleAsync();

        _world.Pod.Should().NotBeNull();
        _world.Claim!.Metadata.DeletionTimestamp.Should().BeNull();
    }

    [Fact]
    public async Task Claim_ThatLostItsLabels_GetsThemBackAndThePodStays()
    {
        await _world.BecomeReadyAsync();
        _world.Cluster.Change<V1PersistentVolumeClaim>(World.Ns, Names.StateClaim(World.Name), claim => claim.Metadata.Labels.Remove(Labels.Box));

        await _world.SettleAsync();

        _world.Claim!.Label(Labels.Box).Should().Be(World.Name);
        _world.Pod!.Metadata.DeletionTimestamp.Should().BeNull();
    }

    [Fact]
    public async Task FailedPod_IsCountedOnceAndReplacedWithGrowingBackoff()
    {
        await _world.BecomeReadyAsync();
        var waits = new List<double>();
        for (var failure = 1; failure <= 11; failure++)
        {
            _world.ChangePod(Pods.Evict);
            await _world.SettleAsync();
            _world.Box!.Status!.Restarts.Should().Be(failure);
            _world.Box.Status.LastTermination!.Reason.Should().Be(Reasons.Evicted);
            _world.Condition(ConditionTypes.Ready).Reason.Should().Be(Reasons.Evicted);
            _world.EndPod();
            var wait = (await _world.RunAsync())!.Value;
            _world.Pod.Should().BeNull();
            waits.Add(wait.TotalSeconds);
            _world.Time.Advance(wait);
            await _world.BecomeReadyAsync();
        }

        waits.Should().Equal(1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300);
        _world.Events.Recorded.Should().Contain(recorded => recorded.Reason == Reasons.Evicted);
    }

    [Fact]
    public async Task FailedPod_AfterTenHealthyMinutes_IsReplacedAfterTheFirstWaitAgain()
    {
        await _world.BecomeReadyAsync();
        for (var failure = 0; failure < 4; failure++)
        {
            await ReplaceAsync();
        }

        await PassAsync(TimeSpan.FromMinutes(10));

        (await ReplaceAsync()).Should().Be(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task FailedPod_OperatorDiesBeforeAndAfterEachWrite_IsCountedOnce()
    {
        await _world.BecomeReadyAsync();
        _world.ChangePod(Pods.Evict);
        _world.Cluster.FailWrite(2, afterwards: true);

        await FluentActions.Awaiting(_world.RunAsync).Should().ThrowAsync<Smartbox.Kubernetes.KubernetesException>();
        _world.RestartOperator();
        await _world.SettleAsync();
        _world.EndPod();
        _world.Time.Advance(TimeSpan.FromSeconds(2));
        await _world.BecomeReadyAsync();

        _world.Box!.Status!.Restarts.Should().Be(1);
        _world.Pod!.Annotation(Labels.Epoch).Should().Be("2");
    }

    [Fact]
    public async Task SupersededPod_IsReplacedWithAHigherEpoch()
    {
        await _world.BecomeReadyAsync();
        _world.ChangePod(pod => pod.Status.InitContainerStatuses[1] = Pods.Container(
            BoxPod.Backup,
            new V1ContainerState
            {
                Terminated = new V1ContainerStateTerminated { ExitCode = 1, Message = new TerminationMessage(TerminationReasons.EpochSuperseded, "Epoch 5 runs.").ToJson() },
            }));

        await _world.SettleAsync();

        _world.Pod!.Metadata.DeletionTimestamp.Should().NotBeNull();
    }

    [Theory]
    [InlineData("OOMKilled", 137, Reasons.OOMKilled)]
    [InlineData("Error", 1, Reasons.CrashLooping)]
    public async Task CrashingAgent_StaysRetriedAndSaysWhy(string reason, int exitCode, string expected)
    {
        await _world.BecomeReadyAsync();

        _world.ChangePod(pod => Pods.CrashAgent(pod, _world.Time.GetUtcNow(), reason, exitCode, restarts: 3));
        await _world.SettleAsync();

        _world.Condition(ConditionTypes.Ready).Reason.Should().Be(expected);
        _world.Condition(ConditionTypes.Stalled).Status.Should().Be("False");
        _world.Box!.Status!.Restarts.Should().Be(3);
        _world.Box.Status.LastTermination!.ExitCode.Should().Be(exitCode);
        _world.Pod!.Metadata.DeletionTimestamp.Should().BeNull();
        _world.Events.Recorded.Should().ContainSingle(recorded => recorded.Reason == expected);
    }

    [Theory]
    [InlineData(TerminationReasons.ForeignState, "True")]
    [InlineData(TerminationReasons.StateMissing, "True")]
    [InlineData(TerminationReasons.RestoreFailed, "False")]
    [InlineData(TerminationReasons.StoreUnavailable, "False")]
    public async Task FailingRestore_SaysWhyAndStallsOnlyWhenAPersonMustAct(string reason, string stalled)
    {
        await _world.SettleAsync();

        _world.ChangePod(pod => Pods.FailRestore(pod, new TerminationMessage(reason, "Because.").ToJson()));
        await _world.SettleAsync();

        _world.Condition(ConditionTypes.Ready).Reason.Should().Be(reason);
        _world.Condition(ConditionTypes.Ready).Message.Should().Be("Because.");
        _world.Condition(ConditionTypes.Stalled).Status.Should().Be(stalled);
        _world.Condition(ConditionTypes.StateReady).Status.Should().Be("False");
    }

    [Fact]
    public async Task MissingTier_StallsAndHealsWhenItAppears()
    {
        _world.ChangeBox(box => box.Spec.Tier = "huge");
        await _world.SettleAsync();
        _world.Condition(ConditionTypes.Stalled).Reason.Should().Be(Reasons.TierNotFound);
        _world.Condition(ConditionTypes.Ready).Message.Should().Contain("huge").And.Contain("standard-1");
        _world.Pod.Should().BeNull();

        var tier = Samples.Tier();
        tier.Metadata.Name = "huge";
        _world.Cluster.Put(tier);
        await _world.BecomeReadyAsync();

        _world.Condition(ConditionTypes.Stalled).Status.Should().Be("False");
        _world.Condition(ConditionTypes.Ready).Status.Should().Be("True");
    }

    [Fact]
    public async Task MissingReferences_OfARunningBox_AreShownAndLeaveItRunning()
    {
        await _world.BecomeReadyAsync();
        _world.Cluster.Remove<SmartboxTypeResource>(null, Names.DefaultType);

        await _world.SettleAsync();

        _world.Condition(ConditionTypes.Stalled).Reason.Should().Be(Reasons.TypeNotFound);
        _world.Condition(ConditionTypes.Ready).Status.Should().Be("True");
        _world.Pod!.Metadata.DeletionTimestamp.Should().BeNull();
    }

    [Fact]
    public async Task MissingStore_Stalls()
    {
        _world.Cluster.Remove<SmartboxStoreResource>(null, Names.DefaultStore);

        await _world.SettleAsync();

        _world.Condition(ConditionTypes.Stalled).Reason.Should().Be(Reasons.StoreNotFound);
    }

    [Fact]
    public async Task MissingStoreSecret_StallsAndIsLookedForAgain()
    {
        _world.Cluster.Remove<V1Secret>(World.SystemNs, "smartbox-store");
        var again = await _world.RunAsync();
        again.Should().Be(Step.Unwatched);
        _world.Condition(ConditionTypes.Stalled).Reason.Should().Be(Reasons.CredentialMissing);
        await _world.SettleAsync();
        var writes = _world.Cluster.Writes.Count;
        await _world.RunAsync();
        _world.Cluster.Writes.Should().HaveCount(writes);

        _world.Cluster.Put(Samples.StoreSecret());
        await _world.SettleAsync();

        _world.Pod.Should().NotBeNull();
        _world.Box!.Status!.Epoch.Should().Be(1);
    }

    [Fact]
    public async Task RequiredCredential_LeftOutThenWithoutItsSecret_Stalls()
    {
        _world.Cluster.Change<SmartboxTypeResource>(null, Names.DefaultType, type => type.Spec.CredentialSlots![0].Required = true);
        await _world.SettleAsync();
        _world.Condition(ConditionTypes.Stalled).Message.Should().Contain("requires the credential model");

        _world.ChangeBox(box => box.Spec.Credentials = [new CredentialSpec { Slot = "model", SecretRef = new SecretKeyRef { Name = "alice-model", Key = "apiKey" } }]);
        await _world.SettleAsync();
        _world.Condition(ConditionTypes.Stalled).Message.Should().Contain("Secret team-a/alice-model does not exist");

        _world.Cluster.Put(Samples.Secret(World.Ns, "alice-model", ("other", "x")));
        await _world.SettleAsync();
        _world.Condition(ConditionTypes.Stalled).Message.Should().Contain("has no key apiKey");

        _world.Cluster.Put(Samples.Secret(World.Ns, "alice-model", ("apiKey", "x")));
        await _world.SettleAsync();
        _world.Pod.Should().NotBeNull();
    }

    [Fact]
    public async Task KeysSecret_GoneAfterABackup_StallsAndMakesNoNewPassword()
    {
        await _world.BecomeReadyAsync();
        await PassAsync(TimeSpan.FromMinutes(1));
        var keys = _world.Keys!;
        _world.Cluster.Remove<V1Secret>(World.Ns, Names.Keys(World.Name));
        _world.Cluster.Remove<V1Pod>(World.Ns, World.Name);

        await _world.SettleAsync();
        _world.Condition(ConditionTypes.Stalled).Reason.Should().Be(Reasons.KeysMissing);
        _world.Keys.Should().BeNull();
        _world.Pod.Should().BeNull();

        _world.Cluster.Put(keys);
        await _world.SettleAsync();
        _world.Pod.Should().NotBeNull();
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task Stranger_WithANameOfAChild_IsNeverTouched(string kind)
    {
        var stranger = StrangerOf(kind);
        stranger.Put(_world.Cluster);

        await _world.SettleAsync();
        await PassAsync(TimeSpan.FromMinutes(3));

        _world.Condition(ConditionTypes.Stalled).Reason.Should().Be(Reasons.NameTaken);
        _world.Condition(ConditionTypes.Stalled).Message.Should().Contain(stranger.Name);
        stranger.Find(_world.Cluster)!.Metadata.Labels.Should().BeNull();
        _world.Cluster.Writes.Should().NotContain(write => write.StartsWith("patch", StringComparison.Ordinal) || write.StartsWith("delete", StringComparison.Ordinal));
        _world.Cluster.Writes.Count(write => write.StartsWith("status", StringComparison.Ordinal)).Should().BeLessThanOrEqualTo(2);

        stranger.Remove(_world.Cluster);
        await _world.SettleAsync();
        _world.Pod.Should().NotBeNull();
        _world.Box!.Status!.Epoch.Should().Be(1);
    }

    public static TheoryData<string> Strangers => ["Pod", "Claim", "Keys", "Config", "StoreKeys", "Trust", "Policy"];

    [Fact]
    public async Task RefusedPod_KeepsItsEpochAndIsTriedAgain()
    {
        _world.Cluster.RefusePods = FakeCluster.Error(403, "Forbidden", "exceeded quota");
        await _world.SettleAsync();
        await PassAsync(TimeSpan.FromMinutes(5));
        _world.Condition(ConditionTypes.Ready).Reason.Should().Be(Reasons.PodRefused);
        _world.Condition(ConditionTypes.Ready).Message.Should().Contain("exceeded quota");

        _world.Cluster.RefusePods = null;
        await _world.SettleAsync();

        _world.Pod!.Annotation(Labels.Epoch).Should().Be("1");
        _world.Cluster.Writes.Count(write => write.StartsWith("status", StringComparison.Ordinal)).Should().BeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task InvalidPod_Stalls()
    {
        _world.Cluster.RefusePods = FakeCluster.Error(422, "Invalid", "spec.nodeSelector: Invalid value");

        await _world.SettleAsync();

        _world.Condition(ConditionTypes.Stalled).Reason.Should().Be(Reasons.InvalidSpec);
    }

    [Fact]
    public async Task Drift_OfChildren_IsRepaired()
    {
        await _world.BecomeReadyAsync();
        _world.Cluster.Change<V1ConfigMap>(World.Ns, Names.Config(World.Name), map => map.Data = new Dictionary<string, string> { ["language"] = "fr", ["extra"] = "1" });
        _world.Cluster.Change<V1NetworkPolicy>(World.Ns, Names.NetworkPolicy, policy => policy.Spec.Egress = []);
        _world.Cluster.Remove<V1ConfigMap>(World.Ns, Names.TrustConfigMap);

        await _world.SettleAsync();

        _world.Cluster.Find<V1ConfigMap>(World.Ns, Names.Config(World.Name))!.Data.Should().BeEquivalentTo(
            new Dictionary<string, string> { ["language"] = "en", [PodContract.InstructionsFile] = "You are a helpful companion." });
        _world.Cluster.Find<V1NetworkPolicy>(World.Ns, Names.NetworkPolicy)!.Spec.Egress.Should().HaveCount(2);
        _world.Cluster.Find<V1ConfigMap>(World.Ns, Names.TrustConfigMap).Should().NotBeNull();
    }

    [Fact]
    public async Task StoreKeys_Rotated_ReachTheCopyWithoutARestart()
    {
        await _world.BecomeReadyAsync();
        _world.Cluster.Put(Samples.Secret(World.SystemNs, "smartbox-store", ("accessKeyId", "AKIB"), ("secretAccessKey", "new")));

        await PassAsync(TimeSpan.FromMinutes(10));

        _world.Cluster.Find<V1Secret>(World.Ns, Names.StoreCredentials(World.Name))!.Data["accessKeyId"].Should().Equal("AKIB"u8.ToArray());
        _world.Pod!.Annotation(Labels.Epoch).Should().Be("1");
    }

    [Fact]
    public async Task OwnerOrLabel_Changed_RestartsNothing()
    {
        _world.ChangeBox(box => box.Spec.Update = UpdatePolicy.Immediately);
        await _world.BecomeReadyAsync();

        _world.ChangeBox(box =>
        {
            box.Spec.Owner = "bob@example.com";
            box.Metadata.Labels = new Dictionary<string, string> { ["team"] = "b" };
        });
        await _world.SettleAsync();

        _world.Pod!.Metadata.DeletionTimestamp.Should().BeNull();
        _world.Condition(ConditionTypes.UpToDate).Status.Should().Be("True");
        _world.Box!.Status!.ObservedGeneration.Should().Be(_world.Box.Metadata.Generation);
    }

    [Theory]
    [InlineData(UpdatePolicy.WhenIdle)]
    [InlineData(UpdatePolicy.OnRestart)]
    public async Task Template_ChangedButNotAtOnce_WaitsForTheNextRestart(UpdatePolicy policy)
    {
        _world.ChangeBox(box => box.Spec.Update = policy);
        await _world.BecomeReadyAsync();

        _world.Cluster.Change<SmartboxTypeResource>(null, Names.DefaultType, type => type.Spec.Image = "registry.example/companion:2");
        await _world.SettleAsync();

        _world.Pod!.Metadata.DeletionTimestamp.Should().BeNull();
        _world.Condition(ConditionTypes.UpToDate).Reason.Should().Be(Reasons.UpdatePending);
        _world.Condition(ConditionTypes.Ready).Status.Should().Be("True");
    }

    [Fact]
    public async Task Template_ChangedAtOnce_SnapshotsStopsAndStarts()
    {
        _world.ChangeBox(box => box.Spec.Update = UpdatePolicy.Immediately);
        await _world.BecomeReadyAsync();

        _world.ChangeBox(box => box.Spec.Config!["language"] = "de");
        await _world.SettleAsync();
        _world.Backup.Snapshots.Should().ContainSingle().Which.Reason.Should().Be("stop");
        _world.EndPod();
        await _world.BecomeReadyAsync();

        _world.Pod!.Annotation(Labels.Epoch).Should().Be("2");
        _world.Condition(ConditionTypes.UpToDate).Status.Should().Be("True");
        _world.Box!.Status!.Restarts.Should().Be(0);
    }

    [Fact]
    public async Task Off_MakesALastSnapshotAndKeepsEverythingElse()
    {
        await _world.BecomeReadyAsync();

        _world.ChangeBox(box => box.Spec.Power = new PowerSpec { Mode = PowerMode.Off });
        await _world.SettleAsync();
        _world.Backup.Snapshots.Should().ContainSingle().Which.Target.Epoch.Should().Be(1);
        _world.EndPod();
        await _world.SettleAsync();

        _world.Pod.Should().BeNull();
        _world.Claim.Should().NotBeNull();
        _world.Keys.Should().NotBeNull();
        _world.Condition(ConditionTypes.Ready).Reason.Should().Be(Reasons.Off);
        _world.Condition(ConditionTypes.Reconciling).Status.Should().Be("False");
        _world.Condition(ConditionTypes.StateReady).Status.Should().Be("True");
        (await _world.RunAsync()).Should().BeNull();

        _world.ChangeBox(box => box.Spec.Power = null);
        await _world.BecomeReadyAsync();
        _world.Condition(ConditionTypes.Ready).Status.Should().Be("True");
    }

    [Fact]
    public async Task Off_WhileTheSnapshotRuns_WaitsWithoutHoldingAWorker()
    {
        await _world.BecomeReadyAsync();
        _world.Backup.Gate = new TaskCompletionSource();
        _world.ChangeBox(box => box.Spec.Power = new PowerSpec { Mode = PowerMode.Off });

        var run = _world.RunAsync();
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        (await run).Should().NotBeNull();
        _world.Pod!.Metadata.DeletionTimestamp.Should().BeNull();

        _world.Backup.Gate.SetResult();
        await _world.SettleAsync();
        _world.Pod!.Metadata.DeletionTimestamp.Should().NotBeNull();
        _world.Backup.Snapshots.Should().ContainSingle();
    }

    [Fact]
    public async Task Off_WithoutASnapshot_GoesOnWithAVolume()
    {
        await _world.BecomeReadyAsync();
        _world.Backup.SnapshotError = "the bucket is gone";

        _world.ChangeBox(box => box.Spec.Power = new PowerSpec { Mode = PowerMode.Off });
        await _world.SettleAsync();

        _world.Pod!.Metadata.DeletionTimestamp.Should().NotBeNull();
    }

    [Fact]
    public async Task Off_WithoutASnapshot_HoldsABoxWhoseStateIsInTheBucketOnly()
    {
        _world.ChangeBox(box => box.Spec.State = new StateSpec { Mode = StateMode.Bucket });
        await _world.BecomeReadyAsync();
        _world.Claim.Should().BeNull();
        _world.Condition(ConditionTypes.StateReady).Reason.Should().Be(Reasons.Restored);
        _world.Backup.SnapshotError = "the bucket is gone";

        _world.ChangeBox(box => box.Spec.Power = new PowerSpec { Mode = PowerMode.Off });
        await _world.SettleAsync();
        _world.Pod!.Metadata.DeletionTimestamp.Should().BeNull();
        _world.Condition(ConditionTypes.Reconciling).Reason.Should().Be(Reasons.FinalSnapshotPending);

        _world.Backup.SnapshotError = null;
        _world.Time.Advance(TimeSpan.FromSeconds(11));
        await _world.SettleAsync();
        _world.Pod!.Metadata.DeletionTimestamp.Should().NotBeNull();
    }

    [Fact]
    public async Task Pod_OnALostNode_IsDeletedWithoutItsConsentAfterItsGrace()
    {
        await _world.BecomeReadyAsync();
        _world.Cluster.Put(new V1Node
        {
            Metadata = new V1ObjectMeta { Name = "node-1" },
            Status = new V1NodeStatus { Conditions = [new V1NodeCondition { Type = "Ready", Status = "Unknown" }] },
        });
        _world.Cluster.Delete(_world.Pod!);

        _world.Time.Advance(TimeSpan.FromSeconds(90 + 59));
        await _world.SettleAsync();
        _world.Pod!.Metadata.DeletionTimestamp.Should().NotBeNull();
        _world.Time.Advance(TimeSpan.FromSeconds(2));
        await _world.SettleAsync();

        _world.Pod!.Annotation(Labels.Epoch).Should().Be("2");
        _world.Events.Recorded.Should().Contain(recorded => recorded.Reason == Reasons.NodeLost);
    }

    [Fact]
    public async Task Pod_SlowToEndOnAHealthyNode_IsLeftAlone()
    {
        await _world.BecomeReadyAsync();
        _world.Cluster.Put(new V1Node
        {
            Metadata = new V1ObjectMeta { Name = "node-1" },
            Status = new V1NodeStatus { Conditions = [new V1NodeCondition { Type = "Ready", Status = "True" }] },
        });
        _world.Cluster.Delete(_world.Pod!);

        _world.Time.Advance(TimeSpan.FromMinutes(30));
        await _world.SettleAsync();

        _world.Pod!.Annotation(Labels.Epoch).Should().Be("1");
    }

    [Fact]
    public async Task Sidecar_WithoutAnswer_IsUnknownAndNoReasonAgainstReady()
    {
        await _world.BecomeReadyAsync();
        await PassAsync(TimeSpan.FromMinutes(1));
        _world.Backup.Unreachable = "Unavailable";

        await PassAsync(TimeSpan.FromMinutes(10));

        _world.Condition(ConditionTypes.BackupCurrent).Status.Should().Be("Unknown");
        _world.Condition(ConditionTypes.BackupCurrent).Reason.Should().Be(Reasons.SidecarUnreachable);
        _world.Condition(ConditionTypes.Ready).Status.Should().Be("True");
    }

    [Fact]
    public async Task PendingChange_OlderThanPromised_TurnsStaleByTheOperatorsClock()
    {
        await _world.BecomeReadyAsync();
        _world.Backup.Report = _world.Backup.Report with { State = BackupState.Pending, OldestPendingChange = _world.Time.GetUtcNow() };

        await PassAsync(TimeSpan.FromMinutes(2.9));
        _world.Condition(ConditionTypes.BackupCurrent).Reason.Should().Be(Reasons.ChangesPending);
        await PassAsync(TimeSpan.FromMinutes(0.2));

        _world.Condition(ConditionTypes.BackupCurrent).Status.Should().Be("False");
        _world.Condition(ConditionTypes.BackupCurrent).Reason.Should().Be(Reasons.BackupStale);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Operator_DyingAtAnyWrite_EndsWithOnePodAndOneSetOfKeys(bool afterwards)
    {
        for (var number = 1; number <= 12; number++)
        {
            var world = new World();
            world.Cluster.FailWrite(number, afterwards);
            for (var run = 0; run < 5 && world.Pod is null; run++)
            {
                try
                {
                    await world.RunAsync();
                }
                catch (Smartbox.Kubernetes.KubernetesException)
                {
                    world.RestartOperator();
                }
            }

            var keys = world.Keys!.Data[PodContract.PasswordKey];
            await world.BecomeReadyAsync();

            world.Condition(ConditionTypes.Ready).Status.Should().Be("True", "write {0} failed", number);
            world.Pod!.Annotation(Labels.Epoch).Should().Be(world.Box!.Status!.Epoch.ToString(), "write {0} failed", number);
            world.Keys!.Data[PodContract.PasswordKey].Should().Equal(keys);
            world.Box.Status.Restarts.Should().Be(0);
        }
    }

    [Fact]
    public async Task NewBox_OfTheSameName_DoesNotTakeTheRetainedVolumeOfTheOldOne()
    {
        await _world.BecomeReadyAsync();
        _world.Cluster.Remove<SmartboxResource>(World.Ns, World.Name);
        _world.Cluster.Remove<V1Pod>(World.Ns, World.Name);
        var box = Samples.Box();
        box.Metadata.Uid = "another-uid";
        _world.Cluster.Put(box);

        await _world.SettleAsync();

        _world.Condition(ConditionTypes.Stalled).Reason.Should().Be(Reasons.NameTaken);
        _world.Pod.Should().BeNull();
    }

    private async Task<TimeSpan> ReplaceAsync()
    {
        _world.ChangePod(Pods.Evict);
        await _world.SettleAsync();
        _world.EndPod();
        var wait = (await _world.RunAsync())!.Value;
        _world.Time.Advance(wait);
        await _world.BecomeReadyAsync();
        return wait;
    }

    /// <summary>Lets time pass, with a run whenever the operator asked for one.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        var end = _world.Time.GetUtcNow() + time;
        while (true)
        {
            var next = await _world.RunAsync();
            var left = end - _world.Time.GetUtcNow();
            if (next is not { } wait || wait >= left)
            {
                _world.Time.Advance(left);
                return;
            }

            _world.Time.Advance(wait);
        }
    }

    private static string? Variable(V1Pod pod, string container, string name) =>
        pod.Spec.InitContainers.Concat(pod.Spec.Containers).Single(c => c.Name == container).Env.SingleOrDefault(e => e.Name == name)?.Value;

    private static Stranger StrangerOf(string kind) => kind switch
    {
        "Pod" => Stranger.Of<V1Pod>(World.Name),
        "Claim" => Stranger.Of<V1PersistentVolumeClaim>(Names.StateClaim(World.Name)),
        "Keys" => Stranger.Of<V1Secret>(Names.Keys(World.Name)),
        "Config" => Stranger.Of<V1ConfigMap>(Names.Config(World.Name)),
        "StoreKeys" => Stranger.Of<V1Secret>(Names.StoreCredentials(World.Name)),
        "Trust" => Stranger.Of<V1ConfigMap>(Names.TrustConfigMap),
        _ => Stranger.Of<V1NetworkPolicy>(Names.NetworkPolicy),
    };

    /// <summary>Somebody else's object with the name of a child.</summary>
    private sealed record Stranger(
        string Name, Action<FakeCluster> Put, Func<FakeCluster, k8s.IKubernetesObject<V1ObjectMeta>?> Find, Action<FakeCluster> Remove)
    {
        public static Stranger Of<T>(string name)
            where T : class, k8s.IKubernetesObject<V1ObjectMeta>, new() => new(
            name,
            cluster => cluster.Put(new T { Metadata = new V1ObjectMeta { NamespaceProperty = World.Ns, Name = name } }),
            cluster => cluster.Find<T>(World.Ns, name),
            cluster => cluster.Remove<T>(World.Ns, name));
    }
}
