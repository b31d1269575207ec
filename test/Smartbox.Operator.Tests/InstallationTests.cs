using System.Text;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Operator.Hosting;
using Smartbox.Operator.Installation;
using Smartbox.Operator.Stores;
using Smartbox.Operator.Tests.Fakes;
using Smartbox.Protocol.Assertions;

namespace Smartbox.Operator.Tests;

public sealed class InstallationTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeCluster _cluster;

    public InstallationTests() => _cluster = new FakeCluster(_time);

    [Fact]
    public async Task KeyPairs_AreMadeOnceAndSharedByAllReplicas()
    {
        using var first = new InstallationKeys(_cluster, new OperatorOptions());
        using var second = new InstallationKeys(_cluster, new OperatorOptions());

        var one = await first.GetAsync(CancellationToken.None);
        var two = await second.GetAsync(CancellationToken.None);

        two.Operator.KeyId.Should().Be(one.Operator.KeyId);
        two.GatewayPublicPem.Should().Be(one.GatewayPublicPem).And.NotBe(one.OperatorPublicPem);
        _cluster.Writes.Should().HaveCount(3);
        var secret = _cluster.Find<V1Secret>(Names.SystemNamespace, Names.OperatorKeySecret)!;
        using var stored = SigningKey.FromPem(Encoding.UTF8.GetString(secret.Data[Names.PrivatePemKey]));
        stored.ExportPublicPem().Should().Be(one.OperatorPublicPem);
    }

    [Fact]
    public async Task KeyPair_WithoutItsKeys_IsRefusedAndNotReplaced()
    {
        _cluster.Put(Samples.Secret(Names.SystemNamespace, Names.OperatorKeySecret));
        using var keys = new InstallationKeys(_cluster, new OperatorOptions());

        await keys.Awaiting(k => k.GetAsync(CancellationToken.None)).Should().ThrowAsync<InvalidOperationException>().WithMessage("*smartbox-operator-key*");
    }

    [Fact]
    public async Task Catalogue_MissingEntriesAreCreatedAndOthersLeftAlone()
    {
        var own = Samples.Tier();
        own.Spec.State!.Size = "1Ti";
        _cluster.Put(own);
        using var keys = new InstallationKeys(_cluster, new OperatorOptions());
        using var installer = new Installer(
            _cluster, keys, new OperatorOptions { CompanionImage = "registry.example/companion:9" }, _time, NullLogger<Installer>.Instance);

        await installer.InstallAsync(CancellationToken.None);
        await installer.InstallAsync(CancellationToken.None);

        _cluster.Find<SmartboxTierResource>(null, "standard-1")!.Spec.State!.Size.Should().Be("1Ti");
        var tier = _cluster.Find<SmartboxTierResource>(null, "standard-3")!;
        tier.Spec.Resources.Limits!["memory"].ToString().Should().Be("8Gi");
        var type = _cluster.Find<SmartboxTypeResource>(null, "pa")!;
        type.Spec.Image.Should().Be("registry.example/companion:9");
        type.Spec.Instructions.Should().Contain("personal assistant");
        type.Spec.CredentialSlots.Should().ContainSingle().Which.Env.Should().Be("SMARTBOX_MODEL_API_KEY");
        type.Spec.Egress![0].Ports.Should().Equal(443);
        _cluster.Find<SmartboxTypeResource>(null, "custom").Should().NotBeNull();
    }

    [Fact]
    public async Task Store_SaysWhatIsMissingThenThatItIsConfigured()
    {
        var world = new World();
        world.Cluster.Remove<V1Secret>(World.SystemNs, "smartbox-store");
        var controller = new SmartboxStoreController(world.Cluster, world.Get<Boxes.StoreSecrets>(), world.Time);

        (await ReconcileAsync()).Should().NotBeNull();
        Ready().Reason.Should().Be(Reasons.CredentialMissing);

        world.Cluster.Put(Samples.StoreSecret());
        (await ReconcileAsync()).Should().BeNull();
        Ready().Status.Should().Be("True");
        var writes = world.Cluster.Writes.Count;
        await ReconcileAsync();
        world.Cluster.Writes.Should().HaveCount(writes);

        async Task<TimeSpan?> ReconcileAsync() => (await controller.ReconcileAsync(Store(), CancellationToken.None)).RequeueAfter;
        SmartboxStoreResource Store() => world.Cluster.Find<SmartboxStoreResource>(null, Names.DefaultStore)!;
        V1Condition Ready() => Store().Status!.Conditions!.Single();
    }
}
