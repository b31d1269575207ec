using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Protocol;
using Smartbox.Protocol.Assertions;
using Smartbox.Protocol.Control.V1;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Tests.Fakes;

namespace Smartbox.Sidecar.Tests.Hosting;

public sealed class SidecarHostTests : IAsyncLifetime
{
    private readonly TestPod _pod = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private WebApplication? _application;
    private string _address = "";
    private string? _notReady;

    public async Task InitializeAsync()
    {
        var context = new SidecarContext(SidecarOptions.Read(_pod.Variable), _time, NullLoggerFactory.Instance);
        var builder = SidecarHost.CreateBuilder(context, PodContract.ControlPort, AssertionIssuers.Operator, PodContract.OperatorTrustKey);
        _application = builder.Build();
        _application.MapGrpcService<EchoService>();
        _application.MapProbes(_ => ValueTask.FromResult(_notReady));
        _address = (await _application.StartAsync(NullLogger.Instance, CancellationToken.None)).Single();
    }

    public async Task DisposeAsync()
    {
        await _application!.DisposeAsync();
        _pod.Dispose();
    }

    [Fact]
    public async Task Call_WithValidAssertion_ReachesTheServiceWithTheCaller()
    {
        var status = await CallAsync(TestPod.Asserting(_pod.Operator, _time));

        status.Error.Should().Be("operator");
        status.Epoch.Should().Be(TestPod.Epoch);
    }

    [Fact]
    public async Task Call_WithoutAssertion_IsRefused() => await ShouldBeRefusedAsync([]);

    [Fact]
    public async Task Call_SignedByAnUnknownKey_IsRefused()
    {
        using var stranger = SigningKey.Create();

        await ShouldBeRefusedAsync(TestPod.Asserting(stranger, _time));
    }

    [Fact]
    public async Task Call_OfAnotherIssuer_IsRefused() =>
        await ShouldBeRefusedAsync(TestPod.Asserting(_pod.Operator, _time, issuer: AssertionIssuers.Gateway));

    [Fact]
    public async Task Call_ForAnotherBox_IsRefused() => await ShouldBeRefusedAsync(TestPod.Asserting(_pod.Operator, _time, box: "another"));

    [Theory]
    [InlineData(TestPod.Epoch - 1)]
    [InlineData(TestPod.Epoch + 1)]
    public async Task Call_ForAnotherEpoch_IsRefused(long epoch) =>
        await ShouldBeRefusedAsync(TestPod.Asserting(_pod.Operator, _time, epoch: epoch));

    [Fact]
    public async Task Call_WithExpiredAssertion_IsRefused()
    {
        var metadata = TestPod.Asserting(_pod.Operator, _time);
        _time.Advance(AssertionSigner.Lifetime + TimeSpan.FromSeconds(31));

        await ShouldBeRefusedAsync(metadata);
    }

    [Fact]
    public async Task Call_AfterTheTrustFileChanged_IsJudgedByTheNewKeys()
    {
        using var next = SigningKey.Create();
        await CallAsync(TestPod.Asserting(_pod.Operator, _time));

        await File.WriteAllTextAsync(Path.Combine(_pod.Trust, PodContract.OperatorTrustKey), next.ExportPublicPem());
        _time.Advance(TimeSpan.FromSeconds(1));

        await ShouldBeRefusedAsync(TestPod.Asserting(_pod.Operator, _time));
        (await CallAsync(TestPod.Asserting(next, _time))).Error.Should().Be("operator");
    }

    [Fact]
    public async Task Call_WhileTheTrustFileIsMissing_IsRefusedAndHealsWithIt()
    {
        var file = Path.Combine(_pod.Trust, PodContract.OperatorTrustKey);
        File.Move(file, file + ".away");

        await ShouldBeRefusedAsync(TestPod.Asserting(_pod.Operator, _time));
        File.Move(file + ".away", file);
        _time.Advance(TimeSpan.FromSeconds(1));

        (await CallAsync(TestPod.Asserting(_pod.Operator, _time))).Error.Should().Be("operator");
    }

    [Fact]
    public async Task Probes_AnswerOverTls_ReadinessWithItsReason()
    {
        using var client = _pod.HttpClient();
        _notReady = "The agent does not answer.";

        (await client.GetAsync(_address + PodContract.LivenessPath)).StatusCode.Should().Be(HttpStatusCode.OK);
        var notReady = await client.GetAsync(_address + PodContract.ReadinessPath);
        _notReady = null;
        var ready = await client.GetAsync(_address + PodContract.ReadinessPath);

        notReady.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await notReady.Content.ReadAsStringAsync()).Should().Be("The agent does not answer.");
        ready.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public void CreateBuilder_WithoutCertificate_SaysWhere()
    {
        File.Delete(Path.Combine(_pod.Keys, PodContract.CertificateKey));
        var context = new SidecarContext(SidecarOptions.Read(_pod.Variable), _time, NullLoggerFactory.Instance);

        var create = () => SidecarHost.CreateBuilder(context, PodContract.ControlPort, AssertionIssuers.Operator, PodContract.OperatorTrustKey);

        create.Should().Throw<SidecarException>().WithMessage($"*{_pod.Keys}*").Which.Reason.Should().Be(TerminationReasons.InvalidConfiguration);
    }

    private async Task<BackupStatus> CallAsync(Metadata metadata)
    {
        using var channel = _pod.Dial(_address);
        return await new BackupService.BackupServiceClient(channel).GetStatusAsync(new GetStatusRequest(), metadata);
    }

    private async Task ShouldBeRefusedAsync(Metadata metadata)
    {
        var call = () => CallAsync(metadata);

        (await call.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.Unauthenticated);
    }

    private sealed class EchoService : BackupService.BackupServiceBase
    {
        public override Task<BackupStatus> GetStatus(GetStatusRequest request, ServerCallContext context)
        {
            var assertion = AssertionInterceptor.AssertionOf(context);
            return Task.FromResult(new BackupStatus { Error = assertion.Subject, Epoch = (ulong)assertion.Epoch });
        }
    }
}
