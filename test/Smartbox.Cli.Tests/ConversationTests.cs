using System.Threading.Channels;
using Smartbox.Cli.Chat;
using Smartbox.Cli.Gateway;
using Smartbox.Cli.Tokens;
using Smartbox.Protocol.V1;
using Kind = Smartbox.Protocol.V1.Event.Types.Kind;

namespace Smartbox.Cli.Tests;

public sealed class ConversationTests : IAsyncLifetime
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(20);

    private readonly RecordingView _view = new();
    private readonly CancellationTokenSource _leave = new();
    private FakeGateway _gateway = null!;
    private GatewayClient _client = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync() => _gateway = await FakeGateway.StartAsync();

    public async Task DisposeAsync()
    {
        await _leave.CancelAsync();
        await Task.WhenAny(_running);
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Say_IsAnsweredPieceByPiece()
    {
        var conversation = Start();

        await conversation.SayAsync("hello", _ => { }, default);

        (await _view.NextAsync(4)).Should().Equal("Input hello", "Delta You ", "Delta spoke.", "Final You spoke.");
    }

    [Fact]
    public async Task History_IsShownFirst_OnlyTheLast()
    {
        for (var i = 1; i <= 5; i++)
        {
            _gateway.Session.Add($"r{i}", Kind.Final, $"answer {i}");
        }

        Start(history: 3);

        (await _view.NextAsync(3)).Should().Equal("past Final answer 3", "past Final answer 4", "past Final answer 5");
    }

    [Fact]
    public async Task ConnectionLost_InTheMiddleOfAnAnswer_GoesOnWithoutLossOrRepetition()
    {
        _gateway.Session.OnInput = (session, input) => session.Add(input.ClientMsgId, Kind.Delta, "one ");
        var conversation = Start();
        var run = "";
        await conversation.SayAsync("hello", id => run = id, default);
        (await _view.NextAsync(2)).Should().Equal("Input hello", "Delta one ");

        _gateway.Session.DropAll();
        _gateway.Session.Add(run, Kind.Delta, "two ");
        (await Task.WhenAny(_view.Reconnected, _running).WaitAsync(s_deadline)).Should().Be(_view.Reconnected, "{0}", _running.Exception);
        _gateway.Session.Add(run, Kind.Final, "one two three");

        (await _view.NextAsync(2)).Should().Equal("Delta two ", "Final one two three");
        var opens = Opens();
        opens.Select(open => (open.LastSeq, open.SkipHistory)).Should().Equal((0UL, true), (2UL, false));
    }

    [Fact]
    public async Task ConnectionLost_BeforeTheInputWasTaken_SendsItAgainWithTheSameId()
    {
        var conversation = Start();
        await _view.Connections.WaitAsync(s_deadline);
        var isFirst = true;
        _gateway.Session.IsLost = _ => isFirst && !(isFirst = false);
        var run = "";

        await conversation.SayAsync("hello", id => run = id, default);
        (await _view.NextAsync(4)).Should().Equal("Input hello", "Delta You ", "Delta spoke.", "Final You spoke.");

        var inputs = new List<Input>();
        while (_gateway.Session.Received.Reader.TryRead(out var frame))
        {
            if (frame.FrameCase == AttachRequest.FrameOneofCase.Input)
            {
                inputs.Add(frame.Input);
            }
        }

        inputs.Should().HaveCountGreaterThan(1).And.OnlyContain(input => input.ClientMsgId == run);
    }

    [Fact]
    public async Task GoAway_IsFollowedAfterItsDelay()
    {
        Start();
        await _view.Connections.WaitAsync(s_deadline);

        _gateway.Session.Send(new AttachResponse { GoAway = new GoAway { Reason = "rolling update", ReconnectAfterMs = 10 } });

        await _view.Reconnected.WaitAsync(s_deadline);
        _view.Reasons.Should().Equal("rolling update");
    }

    [Fact]
    public async Task Reset_ReadsWhatIsMissingFromTheHistory()
    {
        Start();
        await _view.Connections.WaitAsync(s_deadline);
        _gateway.Session.AddSilently("r1", Kind.Final, "missed");

        _gateway.Session.Send(new AttachResponse { Reset = new Reset { Reason = "too old" } });

        (await _view.NextAsync(1)).Should().Equal("Final missed");
    }

    [Fact]
    public async Task State_AndNotices_AreShown()
    {
        Start();
        await _view.Connections.WaitAsync(s_deadline);

        _gateway.Session.Send(new AttachResponse { State = new BoxState { Phase = BoxState.Types.Phase.Starting, Reason = "Restoring" } });
        _gateway.Session.Add("", Kind.Notice, "Reminder: stretch");

        (await _view.NextAsync(2)).Should().Equal("Starting Restoring", "Notice Reminder: stretch");
    }

    [Fact]
    public async Task Cancel_NamesTheRun()
    {
        _gateway.Session.OnInput = (_, _) => { };
        var conversation = Start();
        await conversation.SayAsync("hello", _ => { }, default);
        await _view.NextAsync(1);

        conversation.Cancel("run-7");

        while (true)
        {
            var frame = await _gateway.Session.Received.Reader.ReadAsync(new CancellationTokenSource(s_deadline).Token);
            if (frame.FrameCase == AttachRequest.FrameOneofCase.Cancel)
            {
                frame.Cancel.Run.Should().Be("run-7");
                return;
            }
        }
    }

    [Fact]
    public async Task Refusal_EndsTheConversationWithItsReason()
    {
        _gateway.Session.Refusal = new Grpc.Core.Status(Grpc.Core.StatusCode.NotFound, "no");

        Start();
        var ended = () => _running;

        (await ended.Should().ThrowAsync<CliException>()).Which.ExitCode.Should().Be(ExitCodes.NotFound);
    }

    private Conversation Start(int history = 0)
    {
        var environment = new CliEnvironment { Variable = _ => null, In = TextReader.Null, Error = TextWriter.Null };
        _client = GatewayClient.Open(new ChatSettings { Gateway = _gateway.Url }, environment, null, new GivenToken(() => "t"));
        var conversation = new Conversation(_client, "people/alice", "main", history, _view, environment);
        _running = conversation.RunAsync(_leave.Token);
        return conversation;
    }

    private List<Open> Opens()
    {
        var opens = new List<Open>();
        while (_gateway.Session.Received.Reader.TryRead(out var frame))
        {
            if (frame.FrameCase == AttachRequest.FrameOneofCase.Open)
            {
                opens.Add(frame.Open);
            }
        }

        return opens;
    }

    private sealed class RecordingView : IChatView
    {
        private readonly Channel<string> _shown = Channel.CreateUnbounded<string>();
        private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _reconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Reasons { get; } = [];

        public Task Connections => _connected.Task;

        public Task Reconnected => _reconnected.Task;

        public async Task<List<string>> NextAsync(int count)
        {
            using var limit = new CancellationTokenSource(s_deadline);
            var shown = new List<string>();
            while (shown.Count < count)
            {
                shown.Add(await _shown.Reader.ReadAsync(limit.Token));
            }

            return shown;
        }

        public void State(BoxState state) => _shown.Writer.TryWrite($"{state.Phase} {state.Reason}");

        public void Reconnecting(string reason, TimeSpan delay) => Reasons.Add(reason);

        public void Connected()
        {
            if (!_connected.TrySetResult())
            {
                _reconnected.TrySetResult();
            }
        }

        public void Event(Event next, bool isPast) => _shown.Writer.TryWrite($"{(isPast ? "past " : "")}{next.Kind} {next.Text}");
    }
}
