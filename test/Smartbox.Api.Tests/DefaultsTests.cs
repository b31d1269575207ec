using Smartbox.Api.Resources;

namespace Smartbox.Api.Tests;

public class DefaultsTests
{
    [Fact]
    public void Box_ThatSaysNothing_RunsAlwaysOnAVolumeOfTheTier()
    {
        var spec = new SmartboxSpec { Owner = "alice@example.com" };
        var tier = new SmartboxTierSpec { State = new TierStateSpec { Size = "12Gi", StorageClassName = "fast" } };

        spec.EffectiveType().Should().Be("pa");
        spec.EffectiveTier().Should().Be("standard-1");
        spec.EffectivePowerMode().Should().Be(PowerMode.AlwaysOn);
        spec.EffectiveStateMode().Should().Be(StateMode.Volume);
        spec.EffectiveDeletionPolicy().Should().Be(DeletionPolicy.Retain);
        spec.EffectiveStateSize(tier).Should().Be("12Gi");
        spec.EffectiveStorageClassName(tier).Should().Be("fast");
        spec.EffectiveStore().Should().Be("default");
        Durations.Parse(spec.EffectiveBackupInterval()).Should().Be(TimeSpan.FromMinutes(1));
        spec.EffectiveUpdate().Should().Be(UpdatePolicy.WhenIdle);
    }

    [Fact]
    public void Box_ThatSaysItAll_IsTakenAtItsWord()
    {
        var spec = new SmartboxSpec
        {
            Owner = "alice@example.com",
            Type = "custom",
            Tier = "big",
            Power = new PowerSpec { Mode = PowerMode.Off },
            State = new StateSpec { Mode = StateMode.Bucket, Size = "1Gi", StorageClassName = "slow", DeletionPolicy = DeletionPolicy.Delete },
            Backup = new BackupSpec { Store = "other", Interval = "10s" },
            Update = UpdatePolicy.Immediately,
        };
        var tier = new SmartboxTierSpec { State = new TierStateSpec { Size = "12Gi", StorageClassName = "fast" } };

        spec.EffectiveType().Should().Be("custom");
        spec.EffectiveTier().Should().Be("big");
        spec.EffectivePowerMode().Should().Be(PowerMode.Off);
        spec.EffectiveStateMode().Should().Be(StateMode.Bucket);
        spec.EffectiveDeletionPolicy().Should().Be(DeletionPolicy.Delete);
        spec.EffectiveStateSize(tier).Should().Be("1Gi");
        spec.EffectiveStorageClassName(tier).Should().Be("slow");
        spec.EffectiveStore().Should().Be("other");
        spec.EffectiveBackupInterval().Should().Be("10s");
        spec.EffectiveUpdate().Should().Be(UpdatePolicy.Immediately);
    }

    [Fact]
    public void TypeTierAndBucket_ThatSayNothing_HaveTheirDefaults()
    {
        var type = new SmartboxTypeSpec { Image = "agent" };
        type.EffectiveImagePullPolicy().Should().Be("IfNotPresent");
        type.EffectiveProtocol().Should().Be(AgentProtocol.Smartbox);
        type.EffectivePort().Should().Be(8080);
        type.EffectiveStateMountPath().Should().Be("/state");

        var tier = new SmartboxTierSpec();
        tier.EffectiveStateSize().Should().Be("8Gi");
        tier.EffectiveEphemeralStorage().Should().Be("1Gi");

        var s3 = new S3Spec { Endpoint = "https://s3.example.com", Bucket = "boxes" };
        s3.EffectiveRegion().Should().Be("auto");
        s3.EffectivePrefix().Should().BeEmpty();
        s3.EffectiveForcePathStyle().Should().BeTrue();
    }
}
