using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Smartbox.Operator.Backup;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Hosting;
using Smartbox.Operator.Installation;
using Smartbox.Operator.Tests.Fakes;
using Smartbox.Protocol;
using Smartbox.Protocol.Assertions;
using Smartbox.Protocol.Control.V1;

namespace Smartbox.Operator.Tests;

/// <summary>The client against a real TLS endpoint that checks assertions as the sidecar does.</summary>
public sealed class GrpcBackupControlTests : IAsyncLifetime
{
    private readonly V1Secret _boxKeys = BoxKeys.Create(Samples.Plan(), "0.1.0", TimeProvider.System.GetUtcNow());
    private readonly InstallationKeys _keys = new(new FakeCluster(TimeProvider.System), new OperatorOptions());
    private readonly FakeService _service = new();
    private WebApplication? _server;
    private GrpcBackupControl _control = null!;

    private BackupTarget Target => new("127.0.0.1", Samples.Uid, 7, BoxKeys.Pin(_boxKeys)!);

    public async Task InitializeAsync()
    {
        var installation = await _keys.GetAsync(CancellationToken.None);
        _service.Verify = token => new AssertionVerifier(AssertionIssuers.Operator, Samples.Uid, 7, TimeProvider.System)
            .VerifyAsync(token, SigningKey.PublicKeysFromPem(installation.OperatorPublicPem));
        using var pem = X509Certificate2.CreateFromPem(Text(PodContract.CertificateKey), Text(PodContract.PrivateKeyKey));
        var certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(certificate);
        }));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(_service);
        _server = builder.Build();
        _server.MapGrpcService<FakeService>();
        await _server.StartAsync();
        var address = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _control = new GrpcBackupControl(_keys, new BackupOptions(), TimeProvider.System, new Uri(address).Port);
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        _keys.Dispose();
    }

    [Fact]
    public async Task GetStatus_IsBelievedByTheContainerAndReadWhole()
    {
        var report = await _control.GetStatusAsync(Target, CancellationToken.None);

        report.Should().BeEquivalentTo(new
        {
            State = BackupState.Pending,
            LastSnapshot = new BackupSnapshot("4f1c", DateTimeOffset.UnixEpoch.AddDays(1), 10, 2),
            OldestPendingChange = DateTimeOffset.UnixEpoch.AddDays(2),
            FirstRecoverable = DateTimeOffset.UnixEpoch,
            Error = (string?)null,
        });
    }

    [Fact]
    public async Task SnapshotNow_CarriesItsReasonAndTheContainersRefusal()
    {
        await _control.SnapshotNowAsync(Target, "stop", CancellationToken.None);
        _service.Reason.Should().Be("stop");

        _service.Refusal = new Grpc.Core.Status(StatusCode.FailedPrecondition, "the bucket is gone");
        await _control.Awaiting(c => c.SnapshotNowAsync(Target, "stop", CancellationToken.None)).Should()
            .ThrowAsync<BackupControlException>().WithMessage("FailedPrecondition: the bucket is gone");
    }

    [Fact]
    public async Task Call_ToAnotherCertificate_IsRefused()
    {
        var stranger = Target with { CertificatePin = BoxKeys.Pin(BoxKeys.Create(Samples.Plan(), "0.1.0", TimeProvider.System.GetUtcNow()))! };

        await _control.Awaiting(c => c.GetStatusAsync(stranger, CancellationToken.None)).Should().ThrowAsync<BackupControlException>();

        _service.Calls.Should().Be(0);
    }

    [Fact]
    public async Task Call_ForAnotherEpoch_IsRefusedByTheContainer() =>
        await _control.Awaiting(c => c.GetStatusAsync(Target with { Epoch = 6 }, CancellationToken.None)).Should()
            .ThrowAsync<BackupControlException>().WithMessage("Unauthenticated*");

    [Fact]
    public async Task Call_ToNobody_SaysTheSameEachTime()
    {
        var nobody = new GrpcBackupControl(_keys, new BackupOptions(), TimeProvider.System, port: 1);

        (await nobody.Awaiting(c => c.GetStatusAsync(Target, CancellationToken.None)).Should().ThrowAsync<BackupControlException>())
            .WithMessage("Unavailable");
    }

    private string Text(string key) => Encoding.ASCII.GetString(_boxKeys.Data[key]);

    private sealed class FakeService : BackupService.BackupServiceBase
    {
        public Func<string?, Task<Assertion?>> Verify { get; set; } = _ => Task.FromResult<Assertion?>(null);

        public Grpc.Core.Status? Refusal { get; set; }

        public string? Reason { get; private set; }

        public int Calls { get; private set; }

        public override async Task<BackupStatus> GetStatus(GetStatusRequest request, ServerCallContext context)
        {
            await CheckAsync(context);
            return new BackupStatus
            {
                State = BackupStatus.Types.State.Pending,
                LastSnapshot = new SnapshotInfo { Id = "4f1c", Time = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddDays(1)), Bytes = 10, Files = 2 },
                OldestPendingChange = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddDays(2)),
                FirstRecoverable = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch),
            };
        }

        public override async Task<BackupStatus> SnapshotNow(SnapshotNowRequest request, ServerCallContext context)
        {
            await CheckAsync(context);
            Reason = request.Reason;
            return Refusal is { } refusal ? throw new RpcException(refusal) : new BackupStatus { State = BackupStatus.Types.State.Current };
        }

        private async Task CheckAsync(ServerCallContext context)
        {
            Calls++;
            if (await Verify(context.RequestHeaders.GetValue(PodContract.AssertionMetadata)) is not { Role: "Operator" })
            {
                throw new RpcException(new Grpc.Core.Status(StatusCode.Unauthenticated, "not believed"));
            }
        }
    }
}
