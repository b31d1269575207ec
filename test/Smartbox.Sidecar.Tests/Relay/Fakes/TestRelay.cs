using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Smartbox.Protocol;
using Smartbox.Protocol.Assertions;
using Smartbox.Protocol.V1;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Relay;
using Smartbox.Sidecar.Tests.Fakes;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Sidecar.Tests.Relay.Fakes;

/// <summary>A relay with its agent, that a test can end and start again on the same volume.</summary>
internal sealed class TestRelay : IAsyncDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(20);

    private CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private readonly List<GrpcChannel> _channels = [];

    public TestPod Pod { get; } = new();

    public FakeAgent Agent { get; } = new();

    public string Folder => Path.Combine(Pod.Volume, "relay");

    public RelayOptions Options { get; set; } = new()
    {
        AgentPoll = TimeSpan.FromMilliseconds(5),
        AgentPollMax = TimeSpan.FromMilliseconds(20),
        DrainTimeout = TimeSpan.FromSeconds(2),
    };

    public string Address { get; private set; } = "";

    public SessionService.SessionServiceClient Client => new(_channels[^1]);

    public async Task StartAsync(bool withAgent = true)
    {
        if (withAgent)
        {
            await Agent.StartAsync();
        }

        Pod.Environment[Variables.RelayPath] = Folder;
        Pod.Environment[Variables.AgentEndpoint] = Agent.Endpoint.ToString();
        await File.WriteAllTextAsync(Path.Combine(Pod.Trust, PodContract.GatewayTrustKey), Pod.Operator.ExportPublicPem());
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var context = new SidecarContext(SidecarOptions.Read(Pod.Variable), TimeProvider.System, NullLoggerFactory.Instance) { Environment = Pod.Variable };
        _stopping = new CancellationTokenSource();
        _running = Task.Run(() => RelayMode.RunAsync(context, Options, listening.SetResult, _stopping.Token));
        await await Task.WhenAny(listening.Task, _running).WaitAsync(s_deadline);
        Address = await listening.Task;
        _channels.Add(Pod.Dial(Address));
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(s_deadline);
    }

    public Metadata Valid(string box = TestPod.BoxUid, long epoch = TestPod.Epoch, string issuer = AssertionIssuers.Gateway) =>
        TestPod.Asserting(Pod.Operator, TimeProvider.System, issuer, box, epoch);

    public async Task<TestStream> AttachAsync(Open? open = null)
    {
        var stream = new TestStream(Client.Attach(Valid()));
        await stream.OpenAsync(open ?? new Open());
        return stream;
    }

    public async Task<SendResponse> SendAsync(string id, string text, string session = "") =>
        await Client.SendAsync(new SendRequest { Session = session, ClientMsgId = id, Text = text }, Valid(), DateTime.MaxValue);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(s_deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _channels.ForEach(channel => channel.Dispose());
        await Agent.DisposeAsync();
        _stopping.Dispose();
        Pod.Dispose();
    }
}
