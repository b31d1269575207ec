using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Gateway.Hosting;
using Smartbox.Gateway.Routing;
using Smartbox.Kubernetes;
using Smartbox.Protocol;
using Smartbox.Protocol.Assertions;
using Smartbox.Protocol.V1;
using Smartbox.Sidecar.Tests.Fakes;
using Smartbox.Sidecar.Tests.Relay.Fakes;

namespace Smartbox.Gateway.Tests.Fakes;

/// <summary>A gateway with a real relay and a scripted agent behind it, all in this process; only the cluster is a fake.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public const string Alice = "alice@example.com";
    public const string Mallory = "mallory@example.com";

    private WebApplication? _application;
    private GrpcChannel? _channel;

    public TestRelay Relay { get; } = new();

    public Wire Wire { get; } = new();

    public SigningKey Issuer { get; } = SigningKey.Create();

    public FakeSecrets Secrets { get; } = new();

    public FakeCache<SmartboxResource> Boxes { get; } = new();

    public FakeCache<V1Pod> Pods { get; } = new();

    public GatewayOptions Options { get; set; } = new()
    {
        ListenAddress = System.Net.IPAddress.Loopback,
        Port = 0,
        HealthPort = 0,
        AllowLoopbackPods = true,
        WaitTimeout = TimeSpan.FromSeconds(20),
        EpochPatience = TimeSpan.FromSeconds(5),
        DrainSettle = TimeSpan.Zero,
        DrainSpread = TimeSpan.Zero,
    };

    public Uri HealthAddress { get; private set; } = new("http://127.0.0.1");

    public Uri GrpcAddress { get; private set; } = new("http://127.0.0.1");

    public IServiceProvider Services => _application!.Services;

    public SessionService.SessionServiceClient Sessions => new(_channel);

    public BoxService.BoxServiceClient BoxClient => new(_channel);

    public GrpcChannel Channel => _channel!;

    /// <summary>Starts everything, with Alice's box running.</summary>
    public async Task StartAsync(bool withPod = true)
    {
        await Relay.StartAsync();
        Wire.ConnectTo(Relay.Address);
        Secrets.Put(Names.IssuerSecret, Issuer);
        Secrets.Put(Names.GatewayKeySecret, Relay.Pod.Operator);
        Boxes.Put(Box());
        if (withPod)
        {
            Pods.Put(Pod());
        }

        Boxes.Sync();
        Pods.Sync();
        await StartGatewayAsync();
        await Eventually.BeAsync(() => Services.GetRequiredService<Readiness>().WhyNot() is null, "the gateway is ready");
    }

    public async Task StartGatewayAsync()
    {
        Options.RelayPort = Wire.Port;
        _application = GatewayHost.Build(Options, TimeProvider.System, services =>
        {
            services.AddSingleton<IKubernetesClient>(Secrets);
            services.AddSingleton<IEntityCache<SmartboxResource>>(Boxes);
            services.AddSingleton<IEntityEvents<SmartboxResource>>(Boxes);
            services.AddSingleton<IEntityCache<V1Pod>>(Pods);
            services.AddSingleton<IEntityEvents<V1Pod>>(Pods);
        });
        await ((IHost)_application).StartAsync(CancellationToken.None);
        var (grpc, health) = GatewayHost.Addresses(_application);
        GrpcAddress = new Uri(grpc);
        HealthAddress = new Uri(health);
        _channel = GrpcChannel.ForAddress(GrpcAddress);
    }

    public static SmartboxResource Box(string name = "alice", string owner = Alice, string uid = TestPod.BoxUid, PowerMode? power = null) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default", Uid = uid },
        Spec = new SmartboxSpec { Owner = owner, Power = power is null ? null : new PowerSpec { Mode = power } },
        Status = new SmartboxStatus
        {
            Epoch = TestPod.Epoch,
            Conditions = [new V1Condition { Type = ConditionTypes.Ready, Status = "True", Reason = Reasons.Running, Message = "It runs." }],
        },
    };

    public V1Pod Pod(long epoch = TestPod.Epoch, string? pin = null, string uid = TestPod.PodUid, string boxUid = TestPod.BoxUid) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = "alice",
            NamespaceProperty = "default",
            Uid = uid,
            Labels = new Dictionary<string, string> { [Labels.Box] = "alice", [Labels.BoxUid] = boxUid },
            Annotations = new Dictionary<string, string> { [Labels.Epoch] = $"{epoch}", [Labels.CertificatePin] = pin ?? Pin() },
        },
        Status = new V1PodStatus { Phase = "Running", PodIP = "127.0.0.1" },
    };

    /// <summary>Waits until the gateway has seen the caches as they are.</summary>
    public async Task SeenAsync(Func<BoxRoute?, bool> condition)
    {
        var feed = Services.GetRequiredService<RouteFeed>();
        await Eventually.BeAsync(
            () => condition(feed.Current.Boxes.GetValueOrDefault(new EntityKey("default", "alice"))), "the gateway has seen the change");
    }

    public Metadata As(string subject) => Bearer(Tokens.Of(subject, Issuer));

    public static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };

    public async Task<TestStream> AttachAsync(Open? open = null)
    {
        var stream = new TestStream(Sessions.Attach(As(Alice)));
        await stream.OpenAsync(open ?? new Open { Box = "default/alice" });
        return stream;
    }

    public async Task<SendResponse> SendAsync(string id, string text, Metadata? headers = null, string box = "default/alice") =>
        await Sessions.SendAsync(new SendRequest { Box = box, ClientMsgId = id, Text = text }, headers ?? As(Alice));

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (_application is not null)
        {
            await _application.StopAsync(new CancellationToken(canceled: true));
            await _application.DisposeAsync();
        }

        Wire.Dispose();
        await Relay.DisposeAsync();
        Issuer.Dispose();
    }

    private string Pin()
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(Relay.Pod.Keys, PodContract.CertificateKey)));
        return CertificatePin.Of(certificate);
    }
}
